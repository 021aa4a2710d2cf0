#pragma once
#include <cstdint>

namespace ulpfield::unit::test {

/// True if this processor has AVX-512 BF16, which the next two need.
bool has_avx512_bf16();
std::uint32_t vdpbf16ps_of_the_processor(std::uint32_t c, std::uint16_t a0, std::uint16_t a1, std::uint16_t b0,
                                         std::uint16_t b1);
std::uint16_t vcvtneps2bf16_of_the_processor(std::uint32_t x);

}  // namespace ulpfield::unit::test
