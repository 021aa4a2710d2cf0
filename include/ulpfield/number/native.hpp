#pragma once
#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/ordinal.hpp"
#include "ulpfield/number/real.hpp"

// The machine's own formats: float (fp32), double (fp64), and where it has them the x87 extended format and binary128.
// A machine without one of the last two takes mpfr_real with the same four numbers: the same bits, only slower.

namespace ulpfield {

template <>
struct number_traits<float> {
    static constexpr bool classical = true;
    static number_format format() { return {"fp32", FLT_MANT_DIG, FLT_MIN_EXP - 1, FLT_MAX_EXP - 1}; }
    static void to_mpfr(mpfr_ptr target, float value) { mpfr_set_flt(target, value, MPFR_RNDN); }
    static float from_mpfr(mpfr_srcptr source) { return mpfr_get_flt(source, MPFR_RNDN); }
    static bool is_infinite(float value) { return std::isinf(value); }
    static bool below_normal(float value) { return std::fabs(value) < FLT_MIN; }
    static std::int64_t ordinal(float value) {
        auto const magnitude = static_cast<std::int64_t>(std::bit_cast<std::uint32_t>(std::fabs(value)));
        return std::signbit(value) ? -magnitude : magnitude;
    }
    static std::int64_t ordinal_beyond_largest() { return ordinal(std::numeric_limits<float>::infinity()); }
};

template <>
struct number_traits<double> {
    static constexpr bool classical = true;
    static number_format format() { return {"fp64", DBL_MANT_DIG, DBL_MIN_EXP - 1, DBL_MAX_EXP - 1}; }
    static void to_mpfr(mpfr_ptr target, double value) { mpfr_set_d(target, value, MPFR_RNDN); }
    static double from_mpfr(mpfr_srcptr source) { return mpfr_get_d(source, MPFR_RNDN); }
    static bool is_infinite(double value) { return std::isinf(value); }
    static bool below_normal(double value) { return std::fabs(value) < DBL_MIN; }
    static std::int64_t ordinal(double value) {
        auto const magnitude = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(std::fabs(value)));
        return std::signbit(value) ? -magnitude : magnitude;
    }
    static std::int64_t ordinal_beyond_largest() { return ordinal(std::numeric_limits<double>::infinity()); }
};

#if LDBL_MANT_DIG == 64
template <>
struct number_traits<long double> {
    static constexpr bool classical = true;
    static number_format format() { return {"x87", LDBL_MANT_DIG, LDBL_MIN_EXP - 1, LDBL_MAX_EXP - 1}; }
    static void to_mpfr(mpfr_ptr target, long double value) { mpfr_set_ld(target, value, MPFR_RNDN); }
    static long double from_mpfr(mpfr_srcptr source) { return mpfr_get_ld(source, MPFR_RNDN); }
    static bool is_infinite(long double value) { return std::isinf(value); }
    static bool below_normal(long double value) { return std::fabs(value) < LDBL_MIN; }
    static integer ordinal(long double value) {
        mpfr_value exact(LDBL_MANT_DIG);
        to_mpfr(exact.get(), value);
        return ordinal_from_mpfr(exact.get(), format());
    }
    static integer ordinal_beyond_largest() { return ulpfield::ordinal_beyond_largest(format()); }
};
using x87_types = std::tuple<long double>;
#else
using x87_types = std::tuple<>;
#endif

#if defined(__SIZEOF_FLOAT128__)
/// binary128: + - * / by the compiler's library, correctly rounded.
using float128 = __float128;

template <>
struct number_traits<float128> {
    static constexpr bool classical = true;
    static number_format format() { return {"fp128", 113, -16382, 16383}; }
    /// Exact: sign, exponent and the two halves of the significand are read from the bits.
    static void to_mpfr(mpfr_ptr target, float128 const& value) {
        auto const bits = std::bit_cast<unsigned __int128>(value);
        bool const negative = bits >> 127 != 0;
        auto const exponent = static_cast<std::int64_t>(bits >> 112) & 0x7FFF;
        unsigned __int128 significand = bits & ((static_cast<unsigned __int128>(1) << 112) - 1);
        if (exponent == 0x7FFF) {
            if (significand != 0)
                mpfr_set_nan(target);
            else
                mpfr_set_inf(target, negative ? -1 : 1);
            return;
        }
        if (exponent != 0) significand |= static_cast<unsigned __int128>(1) << 112;
        mpfr_value low(64);
        mpfr_set_uj(target, static_cast<std::uint64_t>(significand >> 64), MPFR_RNDN);
        mpfr_mul_2ui(target, target, 64, MPFR_RNDN);
        mpfr_set_uj(low.get(), static_cast<std::uint64_t>(significand), MPFR_RNDN);
        mpfr_add(target, target, low.get(), MPFR_RNDN);
        mpfr_mul_2si(target, target, (exponent == 0 ? 1 : exponent) - 16383 - 112, MPFR_RNDN);
        mpfr_setsign(target, target, negative ? 1 : 0, MPFR_RNDN);
    }
    /// Exact for every value of the format.
    static float128 from_mpfr(mpfr_srcptr source) {
        unsigned __int128 const sign = mpfr_signbit(source) != 0 ? static_cast<unsigned __int128>(1) << 127 : 0;
        auto const infinite = static_cast<unsigned __int128>(0x7FFF) << 112;
        if (mpfr_nan_p(source) != 0)
            return std::bit_cast<float128>(infinite | (static_cast<unsigned __int128>(1) << 111));
        if (mpfr_inf_p(source) != 0) return std::bit_cast<float128>(sign | infinite);
        if (mpfr_zero_p(source) != 0) return std::bit_cast<float128>(sign);
        std::int64_t const exponent = std::max<std::int64_t>(mpfr_get_exp(source) - 1, -16382);
        // The significand as an integer: |source| 2^(112 - exponent) < 2^113.
        mpfr_value shifted(113);
        mpfr_abs(shifted.get(), source, MPFR_RNDN);
        mpfr_mul_2si(shifted.get(), shifted.get(), 112 - exponent, MPFR_RNDN);
        integer whole;
        mpfr_get_z(whole.backend().data(), shifted.get(), MPFR_RNDN);
        unsigned __int128 significand = mpz_getlimbn(whole.backend().data(), 1);
        significand = significand << 64 | mpz_getlimbn(whole.backend().data(), 0);
        // Adding lets the hidden bit of a normal number raise the exponent field by one.
        return std::bit_cast<float128>(sign |
                                       ((static_cast<unsigned __int128>(exponent + 16382) << 112) + significand));
    }
    static bool is_infinite(float128 const& value) {
        // Without its sign: all exponent bits set, an empty significand.
        return std::bit_cast<unsigned __int128>(value) << 1 == static_cast<unsigned __int128>(0x7FFF) << 113;
    }
    static bool below_normal(float128 const& value) {
        return std::bit_cast<unsigned __int128>(value) << 1 < static_cast<unsigned __int128>(1) << 113;
    }
    static integer ordinal(float128 const& value) {
        mpfr_value exact(113);
        to_mpfr(exact.get(), value);
        return ordinal_from_mpfr(exact.get(), format());
    }
    static integer ordinal_beyond_largest() { return ulpfield::ordinal_beyond_largest(format()); }
};
using float128_types = std::tuple<float128>;
#else
using float128_types = std::tuple<>;
#endif

/// The number types the machine has, narrowest first.
using native_types = decltype(std::tuple_cat(std::tuple<float, double>(), x87_types(), float128_types()));

inline constexpr bool has_x87 = std::tuple_size_v<x87_types> != 0;
inline constexpr bool has_float128 = std::tuple_size_v<float128_types> != 0;

}  // namespace ulpfield
