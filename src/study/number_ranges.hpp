#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ulpfield::study {

/// Cell numbers added in increasing order, said as ranges: "3, 7-9"; the first twenty ranges, then how many cells more.
class number_ranges {
public:
    void add(std::uint64_t number) { add(number, number); }
    /// Both ends included.
    void add(std::uint64_t first, std::uint64_t last);
    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges_;
    std::uint64_t count_ = 0;
};

}  // namespace ulpfield::study
