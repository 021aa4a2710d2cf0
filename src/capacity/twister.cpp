#include "capacity/twister.hpp"

#include <algorithm>
#include <cstring>

namespace ulpfield::capacity {
namespace {

using four_words [[gnu::vector_size(32)]] = std::uint64_t;

constexpr std::size_t length = 312;
constexpr std::size_t shift = 156;
constexpr std::uint64_t matrix = 0xB5026F5AA96619E9ULL;
constexpr std::uint64_t upper = 0xFFFFFFFF80000000ULL;
constexpr std::uint64_t lower = 0x7FFFFFFFULL;

/// One round of the recurrence (Matsumoto & Nishimura 1998, 64-bit) and the tempered words it gives.
[[gnu::target_clones("avx2", "default")]] void next_block(std::uint64_t* state, std::uint64_t* ready) {
    auto const one = [&](std::size_t i, std::size_t next, std::size_t far) {
        std::uint64_t const x = (state[i] & upper) | (state[next] & lower);
        state[i] = state[far] ^ (x >> 1) ^ ((x & 1) != 0 ? matrix : 0);
    };
    std::size_t i = 0;
    while (i + 4 <= length - 1) {
        bool const first_half = i + 4 <= length - shift;
        if (!first_half && i < length - shift) {  // not reached: 156 is a multiple of 4
            one(i, i + 1, i + shift);
            ++i;
            continue;
        }
        four_words here;
        four_words next;
        four_words far;
        std::memcpy(&here, state + i, sizeof here);
        std::memcpy(&next, state + i + 1, sizeof next);
        std::memcpy(&far, first_half ? state + i + shift : state + i - (length - shift), sizeof far);
        four_words const x = (here & upper) | (next & lower);
        four_words const value = far ^ (x >> 1) ^ (-(x & 1) & matrix);
        std::memcpy(state + i, &value, sizeof value);
        i += 4;
    }
    for (; i < length - 1; ++i) one(i, i + 1, i - (length - shift));
    one(length - 1, 0, shift - 1);
    for (std::size_t k = 0; k < length; k += 4) {
        four_words x;
        std::memcpy(&x, state + k, sizeof x);
        x ^= (x >> 29) & 0x5555555555555555ULL;
        x ^= (x << 17) & 0x71D67FFFEDA60000ULL;
        x ^= (x << 37) & 0xFFF7EEE000000000ULL;
        x ^= x >> 43;
        std::memcpy(ready + k, &x, sizeof x);
    }
}

}  // namespace

twister::twister(std::uint64_t seed) {
    state_[0] = seed;
    for (std::size_t i = 1; i < length; ++i)
        state_[i] = 6364136223846793005ULL * (state_[i - 1] ^ (state_[i - 1] >> 62)) + i;
}

void twister::refill() {
    next_block(state_.data(), ready_.data());
    used_ = 0;
}

void twister::fill(std::uint64_t* words, std::size_t count) {
    while (count > 0) {
        if (used_ == length && count >= length) {  // a whole block, where it is wanted
            next_block(state_.data(), words);
            words += length;
            count -= length;
            continue;
        }
        if (used_ == length) refill();
        std::size_t const part = std::min(count, length - used_);
        std::copy_n(ready_.begin() + static_cast<std::ptrdiff_t>(used_), part, words);
        used_ += part;
        words += part;
        count -= part;
    }
}

}  // namespace ulpfield::capacity
