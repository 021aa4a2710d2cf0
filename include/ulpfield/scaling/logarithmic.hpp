#pragma once
#include <string_view>

#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 4 as a signed sum in the log domain: with l = log|F|, M the largest l of all 2K terms,
/// sum_mu [sign F(a) e^(l(a) - M) - sign F(b) e^(l(b) - M)]. It has u's sign and is u over the largest |F|.
struct logarithmic {
    static constexpr std::string_view name = "log";
    static constexpr bool sums_logarithms = true;
    [[nodiscard]] static ratio alpha(std::int64_t /*N*/) { return {1, 1}; }

    /// The larger of two logarithms, where only terms that are not zero count.
    template <rounding_real Real>
    static void raise(signed_logarithm<Real>& largest, signed_logarithm<Real> const& term) {
        if (term.sign != 0 && (largest.sign == 0 || term.logarithm > largest.logarithm)) largest = term;
    }

    /// sign e^(l - M) of one term, in the type of the sum; a vanished term is exactly 0.
    template <rounding_real Sum, rounding_real Real>
    [[nodiscard]] static Sum shifted(signed_logarithm<Real> const& term, signed_logarithm<Real> const& largest) {
        if (term.sign == 0) return Sum(0);
        Sum const value = convert<Sum>(elementary::exp(term.logarithm - largest.logarithm));
        return term.sign < 0 ? -value : value;
    }
};

}  // namespace ulpfield
