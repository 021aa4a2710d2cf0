#pragma once
#include <cstdint>
#include <memory>
#include <stop_token>

#include "ulpfield/boundary/term_setting.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// The position of a number in its format.
struct number_place {
    bool finite = true;
    bool below_normal = false;  ///< smaller than 2^emin: subnormal or zero
    bool zero = false;
};

/// The terms of Eq. 4/13 as one format computes them, by the same interaction functions and formulations as the update
/// rule; compiled once per format behind this face. Similarities are the format's nearest numbers to N, to s, to
/// sqrt(N). Under `log` a term is held as its logarithm. F carries the order n. For several threads at once.
class format_terms {
public:
    virtual ~format_terms() = default;

    /// F at similarity N; log: its logarithm n log N.
    [[nodiscard]] virtual number_place at_N(interaction const& F) const = 0;
    /// F at the watched similarity; log: e^(l - M), M the larger of its logarithm and that of F at N.
    [[nodiscard]] virtual number_place at_similarity(interaction const& F) const = 0;
    /// True if K terms of similarity N, added one after the other, stay finite (log: e^(l - M) = 1 each).
    [[nodiscard]] virtual bool sum_is_finite(interaction const& F, std::int64_t K,
                                             std::stop_token const& stop) const = 0;
    /// The term whose exactness counts, at integer similarity s: F of the scaled s; factored: F(s) - F(s-2) as that
    /// formulation computes it; log: the logarithm (-infinity where F(s) is zero).
    [[nodiscard]] virtual mpfr_value term(interaction const& F, std::int64_t s) const = 0;
};

/// The terms in a rounding format (not `exact`).
[[nodiscard]] std::unique_ptr<format_terms> make_format_terms(term_setting const& setting);

/// The same in one number type; instantiated once, in formats/<format>.cpp.
template <class Real>
[[nodiscard]] std::unique_ptr<format_terms> make_terms_in(term_setting const& setting);

}  // namespace ulpfield
