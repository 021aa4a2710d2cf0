#pragma once
#include <array>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>

#include "support/number_subject.hpp"
#include "ulpfield/number/observed.hpp"

namespace ulpfield::test {

using wide_word = unsigned __int128;

/// (-1)^negative significand 2^exponent, an infinity or NaN: what every number type is made from and read as here,
/// without its number_traits.
struct number_parts {
    enum class kind { finite, infinite, nan };
    kind what = kind::finite;
    bool negative = false;
    wide_word significand = 0;
    std::int64_t exponent = 0;
};

/// Sets target, whose precision suffices, to the value.
inline void set_parts(mpfr_ptr target, number_parts const& parts) {
    if (parts.what == number_parts::kind::nan) {
        mpfr_set_nan(target);
        return;
    }
    if (parts.what == number_parts::kind::infinite) {
        mpfr_set_inf(target, parts.negative ? -1 : 1);
        return;
    }
    auto const high = static_cast<std::uint64_t>(parts.significand >> 64);
    auto const low = static_cast<std::uint64_t>(parts.significand);
    mpfr_set_uj_2exp(target, high, 64, MPFR_RNDN);
    if (low != 0) {
        mpfr_t tail;
        mpfr_init2(tail, 64);
        mpfr_set_uj(tail, low, MPFR_RNDN);
        mpfr_add(target, target, tail, MPFR_RNDN);
        mpfr_clear(tail);
    }
    mpfr_mul_2si(target, target, parts.exponent, MPFR_RNDN);
    mpfr_setsign(target, target, parts.negative ? 1 : 0, MPFR_RNDN);
}

/// The machine's float, double or long double with that value.
template <class Native>
[[nodiscard]] Native native_from_parts(number_parts const& parts) {
    Native value = std::numeric_limits<Native>::quiet_NaN();
    if (parts.what == number_parts::kind::infinite) value = std::numeric_limits<Native>::infinity();
    if (parts.what == number_parts::kind::finite)
        value = std::ldexp(static_cast<Native>(parts.significand), static_cast<int>(parts.exponent));
    return parts.negative ? -value : value;
}

template <class Real>
struct parts_conversion;

template <class Format>
struct parts_conversion<rounded<Format>> {
    static rounded<Format> make(number_parts const& parts) { return rounded<Format>(native_from_parts<double>(parts)); }
    static void read(mpfr_ptr target, rounded<Format> value) { mpfr_set_d(target, value.to_double(), MPFR_RNDN); }
};

template <>
struct parts_conversion<float> {
    static float make(number_parts const& parts) { return native_from_parts<float>(parts); }
    static void read(mpfr_ptr target, float value) { mpfr_set_d(target, static_cast<double>(value), MPFR_RNDN); }
};

template <>
struct parts_conversion<double> {
    static double make(number_parts const& parts) { return native_from_parts<double>(parts); }
    static void read(mpfr_ptr target, double value) { mpfr_set_d(target, value, MPFR_RNDN); }
};

#if LDBL_MANT_DIG == 64
template <>
struct parts_conversion<long double> {
    static long double make(number_parts const& parts) { return native_from_parts<long double>(parts); }
    /// Two doubles hold a long double after its exponent is taken away.
    static void read(mpfr_ptr target, long double value) {
        int exponent = 0;
        long double const fraction = std::isfinite(value) ? std::frexp(value, &exponent) : value;
        auto const head = static_cast<double>(fraction);
        mpfr_set_d(target, head, MPFR_RNDN);
        if (!std::isfinite(value) || fraction == static_cast<long double>(head)) {
            mpfr_mul_2si(target, target, exponent, MPFR_RNDN);
            return;
        }
        mpfr_add_d(target, target, static_cast<double>(fraction - static_cast<long double>(head)), MPFR_RNDN);
        mpfr_mul_2si(target, target, exponent, MPFR_RNDN);
    }
};
#endif

#if defined(__SIZEOF_FLOAT128__)
/// By the compiler's own conversions and exact multiplications with 2^(2^k).
template <>
struct parts_conversion<float128> {
    static float128 make(number_parts const& parts) {
        if (parts.what != number_parts::kind::finite) return static_cast<float128>(native_from_parts<double>(parts));
        auto value = static_cast<float128>(parts.significand);
        std::int64_t left = parts.exponent;
        for (std::size_t k = 14; k-- > 0;) {
            std::int64_t const step = std::int64_t{1} << k;
            for (; left >= step; left -= step) value = value * powers()[k];
            for (; left <= -step; left += step) value = value / powers()[k];
        }
        return parts.negative ? -value : value;
    }
    static void read(mpfr_ptr target, float128 value) {
        std::int64_t exponent = 0;
        bool const finite = value - value == 0;
        if (finite && value != 0) {
            float128 const one = 1;
            for (std::size_t k = 14; k-- > 0;) {
                std::int64_t const step = std::int64_t{1} << k;
                for (; value >= powers()[k] || value <= -powers()[k]; exponent += step) value = value / powers()[k];
                float128 const small = one / powers()[k];
                for (; value < small && value > -small; exponent -= step) value = value * powers()[k];
            }
        }
        auto const head = static_cast<double>(value);
        mpfr_set_d(target, head, MPFR_RNDN);
        if (!finite || value == 0) return;
        // |value| is near 1 now, and three doubles hold its 113 bits.
        float128 const rest = value - static_cast<float128>(head);
        auto const middle = static_cast<double>(rest);
        mpfr_t tail;
        mpfr_init2(tail, 113);
        mpfr_set_d(tail, middle, MPFR_RNDN);
        mpfr_add_d(tail, tail, static_cast<double>(rest - static_cast<float128>(middle)), MPFR_RNDN);
        mpfr_add(target, target, tail, MPFR_RNDN);
        mpfr_clear(tail);
        mpfr_mul_2si(target, target, exponent, MPFR_RNDN);
    }

private:
    /// 2^(2^k), k = 0..13.
    static std::array<float128, 14> const& powers() {
        static std::array<float128, 14> const table = [] {
            std::array<float128, 14> result{};
            result[0] = 2;
            for (std::size_t k = 1; k < result.size(); ++k) result[k] = result[k - 1] * result[k - 1];
            return result;
        }();
        return table;
    }
};
#endif

/// An observed number is read as the number.
template <class Real, inexact_events inexact>
struct parts_conversion<observed<Real, inexact>> {
    static observed<Real, inexact> make(number_parts const& parts) {
        return observed<Real, inexact>(parts_conversion<Real>::make(parts));
    }
    static void read(mpfr_ptr target, observed<Real, inexact> const& value) {
        parts_conversion<Real>::read(target, value.value());
    }
};

template <format_role role>
struct parts_conversion<mpfr_real<role>> {
    static mpfr_real<role> make(number_parts const& parts) {
        mpfr_value value(current_format<role>().precision);
        set_parts(value.get(), parts);
        return mpfr_real<role>(std::move(value));
    }
    static void read(mpfr_ptr target, mpfr_real<role> const& value) { mpfr_set(target, value.get(), MPFR_RNDN); }
};

}  // namespace ulpfield::test
