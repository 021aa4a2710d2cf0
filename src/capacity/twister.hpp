#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace ulpfield::capacity {

/// The words of std::mt19937_64, bit for bit, made 312 at a time with vector operations: about 4 times as fast.
class twister {
public:
    explicit twister(std::uint64_t seed);
    /// The next `count` words.
    void fill(std::uint64_t* words, std::size_t count);
    [[nodiscard]] std::uint64_t operator()() {
        std::uint64_t word = 0;
        fill(&word, 1);
        return word;
    }

private:
    static constexpr std::size_t length = 312;
    void refill();

    std::array<std::uint64_t, length> state_;
    std::array<std::uint64_t, length> ready_;
    std::size_t used_ = length;
};

}  // namespace ulpfield::capacity
