#pragma once
#include <cstddef>
#include <cstdint>

namespace ulpfield::capacity {

/// How many ones each row of `words` 64-bit words has, of the last word those in `mask`; words = stride of the rows.
void count_ones(std::uint64_t const* rows, std::size_t row_count, std::size_t words, std::uint64_t mask,
                std::uint32_t* ones);

/// gap[i] += weight * (number of the given rows whose bit i is set), i < 64 words. `words` a multiple of 4 (rows may
/// overlap), at most 65535 rows; `rows` goes on with pointers to a row of zeros up to the next multiple of 8.
/// Carry-save adders over 8 rows at a time, then one multiplication per bit.
void add_weighted_counts(std::uint64_t const* const* rows, std::size_t row_count, std::size_t words, double weight,
                         double* gap);

}  // namespace ulpfield::capacity
