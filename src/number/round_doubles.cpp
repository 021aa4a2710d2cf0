#include "ulpfield/number/round_doubles.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <limits>
#include <stdexcept>
#include <string>

#include "ulpfield/number/round_to_format.hpp"

namespace ulpfield {
namespace {

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63U;

bool held_by(number_format const& format, int p, std::int64_t emax, std::int64_t least) {
    return !format.exact() && format.precision <= p && format.emax <= emax &&
           (format.subnormals ? format.emin - format.precision + 1 : format.emin) >= least;
}

/// What one rounding needs, in registers.
struct constants {
    std::uint64_t tail = 0;  ///< bits beyond the format's p
    unsigned dropped = 0;
    double least_normal = 0;
    double shift = 0;  ///< 2^(emin-p+53): adding it rounds to a multiple of 2^(emin-p+1)
    double largest = 0;
    double beyond = 0;
};

constants constants_of_rounding(number_format const& format) {
    int const p = format.precision;
    auto const emin = static_cast<int>(format.emin);
    auto const emax = static_cast<int>(format.emax);
    double const last_units = 1 + format.missing;
    constants of;
    of.dropped = static_cast<unsigned>(53 - p);
    of.tail = (std::uint64_t{1} << of.dropped) - 1;
    of.least_normal = std::ldexp(1.0, emin);
    of.shift = std::ldexp(1.0, emin - p + 53);
    of.largest = std::ldexp(std::ldexp(1.0, p) - last_units, emax - p + 1);
    of.beyond = format.overflow == overflow_value::infinity ? std::numeric_limits<double>::infinity()
                                                            : std::numeric_limits<double>::quiet_NaN();
    return of;
}

/// A normal number of the format: half a unit is added to the double's own bits, a carry goes into the exponent. Below:
/// the processor rounds the sum with `shift`. No branch, so loops vectorise.
[[gnu::always_inline]] inline double round_one(constants const& of, double x) {
    auto const bits = std::bit_cast<std::uint64_t>(x);
    std::uint64_t const size = bits & ~sign_bit;
    double const magnitude = std::bit_cast<double>(size);
    std::uint64_t const odd = (size >> of.dropped) & of.tail & 1U;
    double const normal = std::bit_cast<double>((size + (of.tail >> 1U) + odd) & ~of.tail);
    double const small = (magnitude + of.shift) - of.shift;
    double value = magnitude < of.least_normal ? small : normal;
    value = value > of.largest ? of.beyond : value;
    value = magnitude <= std::numeric_limits<double>::max() ? value : of.beyond;
    value = x == x ? value : std::numeric_limits<double>::quiet_NaN();
    // The sign of a NaN is of no meaning: it stays the quiet one.
    auto const sign = value == value ? bits & sign_bit : 0;
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(value) | sign);
}

/// The bits of a double that binary16 holds, as binary16.
[[gnu::always_inline]] inline std::uint16_t half_of(double x) {
    auto const bits = std::bit_cast<std::uint64_t>(x);
    auto const sign = static_cast<std::uint32_t>(bits >> 48U) & 0x8000U;
    std::uint64_t const size = bits & ~sign_bit;
    auto const normal = static_cast<std::uint32_t>((size >> 42U) - (std::uint64_t{1008} << 10U));
    // A multiple of 2^-24 below 2^-14: its count stands in the last bits of the sum with 1.5 2^28.
    auto const small = static_cast<std::uint32_t>(std::bit_cast<std::uint64_t>(std::bit_cast<double>(size) + 0x1.8p28));
    std::uint32_t half = std::bit_cast<double>(size) < 0x1p-14 ? small & 0x3FFU : normal;
    half = size >= 0x7FF0000000000000U ? (size > 0x7FF0000000000000U ? 0x7E00U : 0x7C00U) : half;
    return static_cast<std::uint16_t>(half | sign);
}

template <class Result>
[[gnu::always_inline]] inline Result stored(double x) {
    if constexpr (std::same_as<Result, std::uint16_t>)
        return half_of(x);
    else
        return static_cast<Result>(x);
}

/// Blocks of doubles first: loops of one width vectorise.
template <class Result>
[[gnu::always_inline]] inline void round_all(constants const& from, std::span<double const> x, Result* rounded) {
    constants const of = from;
    double const* source = x.data();
    if constexpr (std::same_as<Result, double>) {
        for (std::size_t k = 0; k < x.size(); ++k) rounded[k] = round_one(of, source[k]);
    } else {
        std::array<double, 512> block;
        for (std::size_t done = 0; done < x.size(); done += block.size()) {
            std::size_t const now = std::min(block.size(), x.size() - done);
            for (std::size_t k = 0; k < now; ++k) block[k] = round_one(of, source[done + k]);
            for (std::size_t k = 0; k < now; ++k) rounded[done + k] = stored<Result>(block[k]);
        }
    }
}

template <class Result>
void round_here(constants const& of, std::span<double const> x, Result* rounded) {
    round_all(of, x, rounded);
}

#if defined(__x86_64__)
template <class Result>
[[gnu::target("avx2")]] void round_avx2(constants const& of, std::span<double const> x, Result* rounded) {
    round_all(of, x, rounded);
}
template <class Result>
[[gnu::target("avx512f,avx512dq,avx512bw,avx512vl,prefer-vector-width=512")]] void round_avx512(
    constants const& of, std::span<double const> x, Result* rounded) {
    round_all(of, x, rounded);
}
#endif

/// A format that is not classical or has no subnormals, or with a wider range of exponents than the double: number by
/// number.
template <class Result>
void round_by_mpfr(number_format const& format, std::span<double const> x, Result* rounded) {
    for (std::size_t k = 0; k < x.size(); ++k) {
        mpfr_value const value =
            round_once(format, [&](mpfr_ptr result, mpfr_rnd_t how) { return mpfr_set_d(result, x[k], how); });
        rounded[k] = stored<Result>(mpfr_nan_p(value.get()) != 0 ? std::numeric_limits<double>::quiet_NaN()
                                                                 : mpfr_get_d(value.get(), MPFR_RNDN));
    }
}

template <class Result>
void round_into(number_format const& format, std::span<double const> x, std::span<Result> rounded) {
    if (x.size() != rounded.size())
        throw std::invalid_argument("rounded: " + std::to_string(rounded.size()) + " places for " +
                                    std::to_string(x.size()) + " numbers");
    if (!format.classical() || !format.subnormals || format.emin - format.precision + 53 > 1022)
        return round_by_mpfr(format, x, rounded.data());
    constants const of = constants_of_rounding(format);
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512vl") != 0)
        return round_avx512(of, x, rounded.data());
    if (__builtin_cpu_supports("avx2") != 0) return round_avx2(of, x, rounded.data());
#endif
    round_here(of, x, rounded.data());
}

void check(bool held, number_format const& format, char const* result) {
    if (!held)
        throw std::invalid_argument("format: " + format.name + " has numbers that no " + result +
                                    " holds; accepted: a rounding format within its precision and range");
}

}  // namespace

bool held_by_double(number_format const& format) { return held_by(format, 53, 1023, -1074); }
bool held_by_float(number_format const& format) { return held_by(format, 24, 127, -149); }
bool held_by_half(number_format const& format) { return held_by(format, 11, 15, -24); }

void round_doubles(number_format const& format, std::span<double const> x, std::span<double> rounded) {
    check(held_by_double(format), format, "double");
    round_into(format, x, rounded);
}
void round_doubles(number_format const& format, std::span<double const> x, std::span<float> rounded) {
    check(held_by_float(format), format, "float");
    round_into(format, x, rounded);
}
void round_doubles(number_format const& format, std::span<double const> x, std::span<std::uint16_t> rounded) {
    check(held_by_half(format), format, "binary16");
    round_into(format, x, rounded);
}

}  // namespace ulpfield
