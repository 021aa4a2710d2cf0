#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "ulpfield/number/number_format.hpp"

namespace ulpfield {

/// The precisions of mpfr:BITS, and the exponent limits of every mpfr:BITS number (MPFR's default range, in IEEE
/// convention: |x| in [2^emin, 2^(emax+1)), no subnormals).
inline constexpr std::int64_t least_mpfr_bits = 2;
inline constexpr std::int64_t most_mpfr_bits = 100000;
inline constexpr std::int64_t mpfr_emax = (std::int64_t{1} << 30) - 2;
inline constexpr std::int64_t mpfr_emin = -(std::int64_t{1} << 30);

/// The largest |E| of :emin=E and :emax=E.
inline constexpr std::int64_t most_own_exponent = 1'000'000;

/// Two's complement integers that wrap (NumPy, JAX; a quotient is cut) or saturate (MATLAB; a quotient is rounded to
/// nearest, ties away from zero).
[[nodiscard]] inline number_format integer_format(std::string name, int bits, bool saturating) {
    number_format format{std::move(name), bits - 1, bits - 2, bits - 2};
    format.overflow = saturating ? overflow_value::largest : overflow_value::wrapped;
    format.specials = special_values::none;
    format.signed_zero = false;
    format.kind = number_kind::whole;
    format.rounding = saturating ? rounding_mode::away : rounding_mode::zero;
    return format;
}

/// The formats with code of their own: name, p, emin, emax.
inline std::array<number_format, 9> const& named_formats() {
    using enum overflow_value;
    using enum special_values;
    static std::array<number_format, 9> const formats{{
        {"fp8e4m3", 4, -6, 8, true, not_a_number, nan_only, 1},  // OCP 8-bit floating point 1.0: largest 448
        {"fp8e5m2", 3, -14, 15},
        {"bf16", 8, -126, 127},
        {"fp16", 11, -14, 15},
        {"tf32", 11, -126, 127},
        {"fp32", 24, -126, 127},
        {"fp64", 53, -1022, 1023},
        {"x87", 64, -16382, 16383},
        {"fp128", 113, -16382, 16383},
    }};
    return formats;
}

/// The other formats with a name of their own. fn: no infinity; uz: no -0, whose code is the only NaN; b11: bias 11
/// (OCP 8-bit floating point 1.0, ONNX, ml_dtypes). e2m1, e2m3, e3m2: OCP Microscaling 1.0, neither infinity nor NaN.
/// A new one is one line here.
inline std::array<number_format, 19> const& further_formats() {
    using enum overflow_value;
    using enum special_values;
    constexpr bool unsigned_zero = false;
    static std::array<number_format, 19> const formats{{
        {"e4m3fn", 4, -6, 8, true, not_a_number, nan_only, 1},
        {"e4m3", 4, -6, 7},
        {"e4m3fnuz", 4, -7, 7, true, not_a_number, nan_only, 0, unsigned_zero},
        {"e4m3b11fnuz", 4, -10, 4, true, not_a_number, nan_only, 0, unsigned_zero},
        {"e5m2", 3, -14, 15},
        {"e5m2fnuz", 3, -15, 15, true, not_a_number, nan_only, 0, unsigned_zero},
        {"e3m4", 5, -2, 3},
        {"e2m1fn", 2, 0, 2, true, largest, none},
        {"e2m3fn", 4, 0, 2, true, largest, none},
        {"e3m2fn", 3, -2, 4, true, largest, none},
        {"e2m1", 2, 0, 2, true, largest, none},
        {"e2m3", 4, 0, 2, true, largest, none},
        {"e3m2", 3, -2, 4, true, largest, none},
        {"e8m0", 1, -127, 127, false, not_a_number, nan_only, 0, unsigned_zero, number_kind::power_of_two},
        integer_format("int8sat", 8, true),
        integer_format("int16sat", 16, true),
        integer_format("int32sat", 32, true),
        integer_format("int32", 32, false),
        integer_format("int64", 64, false),
    }};
    return formats;
}

/// The values of --formats, for messages.
inline constexpr std::string_view accepted_formats =
    "fp8e4m3 fp8e5m2 bf16 fp16 tf32 fp32 fp64 x87 fp128 (also float32 single float64 double float16 half bfloat16), "
    "e4m3fn e4m3 e4m3fnuz e4m3b11fnuz e5m2 e5m2fnuz e3m4 e8m0, OCP's e2m1fn e2m3fn e3m2fn (or e2m1 e2m3 e3m2), "
    "mpfr:BITS (BITS 2..100000), e<E>m<M> (E 2..15, M 1..112; e2m1:ieee e2m3:ieee e3m2:ieee as IEEE 754 has them), "
    "all of these with :sat (saturates), :flush or :flush-before (no subnormals), :emin=E, :emax=E, :noinf (NaN "
    "instead of infinity), int32 int64 (wrap) int8sat int16sat int32sat (saturate), exact";

/// The IEEE-like format with E exponent and M stored significand bits: p = M+1, emax = 2^(E-1)-1, emin = 1-emax.
[[nodiscard]] inline number_format ieee_like_format(int exponent_bits, int significand_bits) {
    std::int64_t const emax = (std::int64_t{1} << (exponent_bits - 1)) - 1;
    return {"e" + std::to_string(exponent_bits) + "m" + std::to_string(significand_bits), significand_bits + 1,
            1 - emax, emax};
}

}  // namespace ulpfield
