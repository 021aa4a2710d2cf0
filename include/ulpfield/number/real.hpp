#pragma once
#include <concepts>

#include "ulpfield/number/ieee_arithmetic.hpp"

namespace ulpfield {

// clang-format off
/// Facts and exact conversions of a number type; specialised beside each type:
///   static number_format format();                   the format's numbers (set at run time: the current context's)
///   static void to_mpfr(mpfr_ptr, Real const&);      exact; the target must hold the format's precision
///   static Real from_mpfr(mpfr_srcptr);              exact; the source must be a value of the format
///   static bool is_infinite(Real const&);
///   static bool below_normal(Real const&);           zero or subnormal (in a format without subnormals: zero)
///   static ... ordinal(Real const&);                 position on the format's number line: 0 at zero, one a step, odd
///                                                    symmetry; infinity is one beyond the largest; not for NaN
///   static ... ordinal_beyond_largest();             the position of infinity, also where the format has none
// clang-format on
template <class Real>
struct number_traits;

/// A number of the algorithms: it has field operations that return a number, order, and construction from small
/// integers. Expression templates do not qualify (they could reorder), nor do the language's integers (they overflow
/// silently and divide with a remainder). Formats differ in their traits only.
template <class Real>
concept real = !std::integral<Real> && std::copyable<Real> && std::totally_ordered<Real> &&
               std::constructible_from<Real, int> && requires(Real const a, Real const b) {
    { a + b } -> std::same_as<Real>;
    { a - b } -> std::same_as<Real>;
    { a* b } -> std::same_as<Real>;
    { a / b } -> std::same_as<Real>;
    { -a } -> std::same_as<Real>;
};

/// A number with a finite format: it can overflow, underflow and round.
template <class Real>
concept rounding_real = real<Real> && requires {
    number_traits<Real>::format();
};

/// True of types whose every format is classical, which their traits say by `static constexpr bool classical = true`.
template <class Real>
concept always_classical = requires {
    requires number_traits<Real>::classical;
};

/// True for NaN only, in every format.
template <real Real>
[[nodiscard]] bool is_nan(Real const& x) {
    return !(x == x);  // NOLINT(misc-redundant-expression): NaN alone differs from itself
}

}  // namespace ulpfield
