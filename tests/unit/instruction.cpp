#include "unit/instruction.hpp"

#include <stdexcept>

#if defined(__x86_64__)
#include <immintrin.h>

#include <bit>

namespace ulpfield::unit::test {

bool has_avx512_bf16() { return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512vl"); }

__attribute__((target("avx512bf16,avx512vl"))) std::uint32_t vdpbf16ps_of_the_processor(
    std::uint32_t c, std::uint16_t a0, std::uint16_t a1, std::uint16_t b0, std::uint16_t b1) {
    auto const pair = [](std::uint16_t low, std::uint16_t high) {
        return static_cast<int>(static_cast<std::uint32_t>(high) << 16 | low);
    };
    __m128 const sum = _mm_castsi128_ps(_mm_set1_epi32(static_cast<int>(c)));
    auto const a = reinterpret_cast<__m128bh>(_mm_set1_epi32(pair(a0, a1)));
    auto const b = reinterpret_cast<__m128bh>(_mm_set1_epi32(pair(b0, b1)));
    return static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_castps_si128(_mm_dpbf16_ps(sum, a, b))));
}

__attribute__((target("avx512bf16,avx512vl"))) std::uint16_t vcvtneps2bf16_of_the_processor(std::uint32_t x) {
    auto const packed = _mm_cvtneps_pbh(_mm_castsi128_ps(_mm_set1_epi32(static_cast<int>(x))));
    return static_cast<std::uint16_t>(_mm_cvtsi128_si32(reinterpret_cast<__m128i>(packed)) & 0xFFFF);
}

}  // namespace ulpfield::unit::test

#else

namespace ulpfield::unit::test {

bool has_avx512_bf16() { return false; }
std::uint32_t vdpbf16ps_of_the_processor(std::uint32_t, std::uint16_t, std::uint16_t, std::uint16_t, std::uint16_t) {
    throw std::logic_error("no AVX-512 BF16");
}
std::uint16_t vcvtneps2bf16_of_the_processor(std::uint32_t) { throw std::logic_error("no AVX-512 BF16"); }

}  // namespace ulpfield::unit::test

#endif
