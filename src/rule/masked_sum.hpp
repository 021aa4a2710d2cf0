#pragma once
#include <cstddef>
#include <cstdint>

namespace ulpfield {

/// Sum of weights[k] over the set bits k of a mask of `words` words; weights padded to 64 words entries. One order of
/// summation whatever the machine's vectors: the same bits everywhere. Error: that of any summation, the caller bounds
/// it.
[[nodiscard]] double masked_sum(double const* weights, std::uint64_t const* mask, std::size_t words);

}  // namespace ulpfield
