#pragma once
#include <cstdint>
#include <vector>

#include "rule/dispatched_interaction.hpp"
#include "ulpfield/number/observed.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// Events of one term, as bits.
enum : std::uint8_t {
    overflow_event = 1,
    nan_event = 2,
    underflow_event = 4,
    may_underflow_in_sum = 8,
    not_yet_known = 16
};

/// The events of a term and what its operations counted.
template <rounding_real Sum>
[[nodiscard]] std::uint8_t term_events(Sum const& value, event_counts const& seen) {
    std::uint8_t result = 0;
    if (seen.overflow != 0) result |= overflow_event;
    if (seen.invalid != 0 || is_nan(value)) result |= nan_event;
    if (seen.underflow != 0) result |= underflow_event;
    // A sum of multiples of 2^emin is zero or normal. Other terms need a look at every partial sum.
    number_format const format = number_traits<Sum>::format();
    if (observed<Sum, inexact_events::ignored>::finite(value) && !(value == Sum(0)) && !format.integers()) {
        mpfr_value exact(format.precision);
        number_traits<Sum>::to_mpfr(exact.get(), value);
        if (mpfr_get_exp(exact.get()) - static_cast<mpfr_exp_t>(mpfr_min_prec(exact.get())) < format.emin)
            result |= may_underflow_in_sum;
    }
    return result;
}

/// A bipolar similarity R takes few values, so what memory mu adds to the sum for zeta_i = +1,
/// F(alpha (R + 1)) - F(alpha (R - 1)) by the format's own operations, is computed once for each R, with its events
/// (for zeta_i = -1 it is the negative: rounding to nearest is symmetric).
template <rounding_real Real, rounding_real Sum, class Interaction>
class term_table {
public:
    struct term {
        Sum value;
        std::uint8_t events;
    };

    term_table(rule_setting_of<Interaction> const& setting, std::int64_t N, int most)
        : setting_(setting),
          N_(N),
          most_(most),
          terms_(2 * static_cast<std::size_t>(most) + 1, term{Sum(0), not_yet_known}) {}

    [[nodiscard]] term const& at(int R) {
        auto& entry = terms_[static_cast<std::size_t>(R + most_)];
        if ((entry.events & not_yet_known) != 0) entry = compute(R);
        return entry;
    }

private:
    template <class Number>
    using observed_in = observed<Number, inexact_events::ignored>;

    [[nodiscard]] term compute(int R) const {
        return std::visit(
            [&](auto scaling) -> term {
                if constexpr (!decltype(scaling)::adds_differences) {
                    return {Sum(0), 0};  // never asked for
                } else {
                    event_scope events;
                    typename decltype(scaling)::template in_format<observed_in<Real>> const rule(size_for(scaling, N_));
                    observed_in<Sum> const similarity(R);
                    auto const a = convert<observed_in<Real>>(observed_in<Sum>(1) + similarity);
                    auto const b = convert<observed_in<Real>>(observed_in<Sum>(-1) + similarity);
                    auto const& F = callable(setting_.F);
                    Sum const value = rule.template difference<observed_in<Sum>>(F, setting_.power, a, b).value();
                    return {value, term_events(value, events.counts())};
                }
            },
            setting_.scaling);
    }

    rule_setting_of<Interaction> const& setting_;
    std::int64_t N_;
    int most_;
    std::vector<term> terms_;  // by R + most
};

}  // namespace ulpfield
