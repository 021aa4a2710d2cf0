#pragma once
#include <cstdint>

#include "ulpfield/number/integer.hpp"

namespace ulpfield::capacity {

/// One distinct |X|/g with its probability, in the forms the stages below need.
struct lattice_term {
    double size = 0;
    double log_weight = 0;
    double even = 0;            // P(|X| = size) cosh(theta size)/M(theta): the tilted probability of +-size together
    double odd = 0;             // ... sinh ...: their difference
    std::uint64_t wrapped = 0;  // size mod 2^64
    std::uint64_t reduced = 0;  // size mod L
    integer exact;
};

/// a b mod modulus.
[[nodiscard]] inline std::uint64_t multiply_mod(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) {
    return static_cast<std::uint64_t>(static_cast<unsigned __int128>(a) * b % modulus);
}

}  // namespace ulpfield::capacity
