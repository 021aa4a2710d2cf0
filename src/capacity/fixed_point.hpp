#pragma once
#include <cmath>
#include <cstdint>

#include "capacity/working_precision.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::capacity {

/// A number of [-4, 4] in units of 2^-124. A product is truncated towards zero: error below one unit.
struct fixed_point {
    static constexpr long fraction_bits = 124;
    __int128 units = 0;

    /// Nearest below in magnitude; the value must lie in [-4, 4].
    [[nodiscard]] static fixed_point of(mpfr_value const& value) {
        mpfr_value scaled = value;
        mpfr_mul_2si(scaled.get(), scaled.get(), fraction_bits, MPFR_RNDN);
        integer whole;
        mpfr_get_z(whole.backend().data(), scaled.get(), MPFR_RNDZ);
        integer const magnitude = abs(whole);
        auto const high = integer(magnitude >> 64).convert_to<std::uint64_t>();
        auto const low = integer(magnitude & integer(~std::uint64_t{0})).convert_to<std::uint64_t>();
        auto const units = static_cast<__int128>((static_cast<unsigned __int128>(high) << 64) | low);
        return {whole < 0 ? -units : units};
    }

    /// A double of [-4, 4]: its bits below 2^-124 are cut off.
    [[nodiscard]] static fixed_point of(double value) {
        int exponent = 0;
        double const mantissa = std::frexp(value, &exponent);  // 53 bits
        auto const whole = static_cast<std::int64_t>(std::ldexp(mantissa, 53));
        int const shift = exponent - 53 + static_cast<int>(fraction_bits);
        if (shift >= 0) return {static_cast<__int128>(whole) * (__int128{1} << shift)};
        return {shift > -63 ? whole / (std::int64_t{1} << -shift) : 0};
    }

    /// Exact where `into` has 128 bits or more.
    void store_in(mpfr_value& into) const {
        unsigned __int128 const magnitude = magnitude_of(units);
        mpfr_set_ui(into.get(), static_cast<std::uint64_t>(magnitude >> 64), MPFR_RNDN);
        mpfr_mul_2ui(into.get(), into.get(), 64, MPFR_RNDN);
        mpfr_add_ui(into.get(), into.get(), static_cast<std::uint64_t>(magnitude), MPFR_RNDN);
        mpfr_div_2ui(into.get(), into.get(), fraction_bits, MPFR_RNDN);
        if (units < 0) mpfr_neg(into.get(), into.get(), MPFR_RNDN);
    }

    friend fixed_point operator*(fixed_point a, fixed_point b) {
        unsigned __int128 const x = magnitude_of(a.units);
        unsigned __int128 const y = magnitude_of(b.units);
        auto const high = [](unsigned __int128 z) { return static_cast<std::uint64_t>(z >> 64); };
        auto const low = [](unsigned __int128 z) { return static_cast<std::uint64_t>(z); };
        auto const product = [](std::uint64_t p, std::uint64_t q) { return static_cast<unsigned __int128>(p) * q; };
        unsigned __int128 const first = product(high(x), low(y));
        unsigned __int128 const second = product(low(x), high(y));
        unsigned __int128 const middle =
            static_cast<unsigned __int128>(low(first)) + low(second) + high(product(low(x), low(y)));
        unsigned __int128 const top = product(high(x), high(y)) + high(first) + high(second) + high(middle);
        auto const magnitude =
            static_cast<__int128>((top << (128 - fraction_bits)) | (low(middle) >> (fraction_bits - 64)));
        return {(a.units < 0) != (b.units < 0) ? -magnitude : magnitude};
    }
    friend fixed_point operator+(fixed_point a, fixed_point b) { return {a.units + b.units}; }
    friend fixed_point operator-(fixed_point a, fixed_point b) { return {a.units - b.units}; }

private:
    static unsigned __int128 magnitude_of(__int128 value) {
        return value < 0 ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
    }
};

/// a + bi; each part of a product is off by less than two units.
struct fixed_complex {
    fixed_point real;
    fixed_point imaginary;
    friend fixed_complex operator*(fixed_complex a, fixed_complex b) {
        return {a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real};
    }
};

}  // namespace ulpfield::capacity
