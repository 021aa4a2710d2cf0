#pragma once
#include <memory>
#include <optional>

#include "capacity/crosstalk.hpp"
#include "capacity/exact_lattice.hpp"

namespace ulpfield::capacity {

/// A probability of the exact law: a fraction where counting gave it, else an enclosure.
struct exact_value {
    std::optional<rational> fraction;
    enclosure bounds;
};

/// The exact law of a bit's gap for one setting and any K; keeps what does not depend on K.
/// Ways, in this order: K = 1; the binomial tail (x^1 and x^2, any N and K); counting where small; the limit n ->
/// infinity where its distance is below the digits asked for; the tilted lattice sum; counting where larger. Throws
/// out_of_reach with the reason and the cost if none applies.
class exact_bit_law {
public:
    explicit exact_bit_law(setting const& where);

    /// P(gap < 0) + P(gap = 0)/2, or P(gap = 0), to a relative width of about 10^-digits.
    /// `effort` scales what may be spent: 1 is about 20 s at most.
    [[nodiscard]] exact_value error(std::int64_t K, int digits, double effort = 1) const;
    [[nodiscard]] exact_value tie(std::int64_t K, int digits, double effort = 1) const;

private:
    [[nodiscard]] exact_value evaluate(std::int64_t K, int digits, bool tie, double effort) const;
    [[nodiscard]] crosstalk_law const& law() const;

    setting where_;
    mutable std::unique_ptr<crosstalk_law> law_;
};

/// True if P_error(K) < p for certain; both sides at growing precision. `p_fraction`: p exactly, where it is rational.
[[nodiscard]] bool exact_error_below(exact_bit_law const& law, std::int64_t K, enclosure const& p,
                                     std::optional<rational> const& p_fraction, double effort = 1);

}  // namespace ulpfield::capacity
