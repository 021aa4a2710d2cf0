#pragma once
#include <memory>
#include <optional>

#include "capacity/crosstalk.hpp"
#include "capacity/error_threshold.hpp"
#include "capacity/exact_bounds.hpp"
#include "capacity/exact_lattice.hpp"

namespace ulpfield::capacity {

/// A probability of the exact law: a fraction where counting gave it, else an enclosure.
struct exact_value {
    std::optional<rational> fraction;
    enclosure bounds;
    bool digits_out_of_reach = false;  ///< the bounds are not as narrow as was asked for, and will not become so
};

/// The exact law of a bit's gap for one setting and any K; keeps what does not depend on K.
/// Ways, in this order: K = 1; the binomial tail (x^1 and x^2, any N and K); counting where an estimate from above is
/// small; the limit n -> infinity where its distance is below the digits asked for; the tilted lattice sum (0.6 s);
/// counting, up to a number of pairs really gone through; both once more with all that is allowed; at full effort the
/// bounds of exact_bounds, for every F, half a percent wide. Throws out_of_reach with the reason and the cost if none
/// applies. Stops at stop_point().
class exact_bit_law {
public:
    explicit exact_bit_law(setting const& where);

    /// P(gap < 0) + P(gap = 0)/2, or P(gap = 0), to a relative width of about 10^-digits.
    /// `effort` scales what may be spent: 1 is about 30 s at most.
    [[nodiscard]] exact_value error(std::int64_t K, int digits, double effort = 1) const;
    [[nodiscard]] exact_value tie(std::int64_t K, int digits, double effort = 1) const;

    /// P_error(K) < p, at growing precision; exactly where counting gives a fraction. Equal to 100 digits: false.
    [[nodiscard]] bool error_below(std::int64_t K, error_threshold const& p, double effort = 1) const;

    /// P_error(K) by bounds alone, `relative` apart where that takes less than about a second; K >= 2. Nothing where
    /// the law is binomial, which is quicker, and for N > 20000.
    [[nodiscard]] std::optional<enclosure> roughly(std::int64_t K, double relative) const;

private:
    [[nodiscard]] bool is_binomial() const;
    [[nodiscard]] exact_value evaluate(std::int64_t K, int digits, bool tie, double effort) const;
    [[nodiscard]] exact_value evaluate_binomial(std::int64_t K, long bits, bool tie, double effort) const;
    [[nodiscard]] exact_value evaluate_general(std::int64_t K, long bits, int digits, bool tie, double effort) const;
    [[nodiscard]] crosstalk_law const& law() const;
    [[nodiscard]] exact_bounds const& bounds() const;
    [[nodiscard]] bool bounds_apply() const;

    setting where_;
    mutable std::unique_ptr<crosstalk_law> law_;
    mutable std::unique_ptr<exact_bounds> bounds_;
};

}  // namespace ulpfield::capacity
