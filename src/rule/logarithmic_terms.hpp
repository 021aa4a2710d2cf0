#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "rule/term_table.hpp"

namespace ulpfield {

/// The log formulation over bipolar memories: log|F| once for each similarity, e^(l - M) once for each pair of them.
template <rounding_real Real, rounding_real Sum, class Interaction>
class logarithmic_terms {
public:
    logarithmic_terms(rule_setting_of<Interaction> const& setting, int most)
        : setting_(setting), most_(most), logarithms_(4 * static_cast<std::size_t>(most) + 2) {}

    /// u_i from its similarities R_mu (any range of int) and zeta_i^mu, with its events.
    template <class Similarity, class Zeta>
    [[nodiscard]] Sum sum(std::size_t K, Similarity const& R, Zeta const& zeta, std::uint8_t& events) {
        entry const* largest = nullptr;
        auto const raise = [&](entry const& e) {
            events |= e.events;
            if (e.term.sign != 0 && (largest == nullptr || e.term.logarithm > largest->term.logarithm)) largest = &e;
        };
        for (std::size_t mu = 0; mu < K; ++mu) {
            int const z = zeta(mu);
            raise(logarithm(R(mu), z));
            raise(logarithm(R(mu), -z));
        }
        observed_in<Sum> total(0);
        event_scope scope;
        for (std::size_t mu = 0; mu < K; ++mu) {
            int const z = zeta(mu);
            total += shifted(logarithm(R(mu), z), largest, events) - shifted(logarithm(R(mu), -z), largest, events);
        }
        if (scope.counts().underflow != 0) events |= underflow_event;
        if (scope.counts().overflow != 0) events |= overflow_event;
        if (is_nan(total.value())) events |= nan_event;
        return total.value();
    }

    // Where no similarity stagnates, a memory of overlap s adds to sigma_i u_i one of two terms, as in other
    // formulations; they depend on the neuron only through the largest logarithm.

    /// A logarithm among those of a state; null: all F are 0.
    struct entry {
        signed_logarithm<observed<Real, inexact_events::ignored>> term;
        std::size_t index;
        std::uint8_t events = 0;
    };
    using leader = entry const*;

    /// The larger logarithms of a memory's two terms where it agrees with the state and where not (a memory that does
    /// so nowhere: the other one's).
    struct leaders {
        leader agreeing = nullptr;
        leader disagreeing = nullptr;
        bool known = false;
        bool nan = false;  ///< NaN has no place in an order: sum() decides
    };
    [[nodiscard]] leaders const& leaders_at(int s) {
        if (leaders_.empty()) leaders_.resize(static_cast<std::size_t>(most_) + 1);
        leaders& of = leaders_[overlap_number(s)];
        if (of.known) return of;
        of.known = true;
        auto const larger = [&](int x, int y) -> leader {
            for (int const z : {x, y}) of.nan |= argument(z).term.sign != 0 && is_nan(argument(z).term.logarithm);
            return larger_of(nonzero(x), nonzero(y));
        };
        if (s > -most_) of.agreeing = larger(s, s - 2);
        if (s < most_) of.disagreeing = larger(s, s + 2);
        if (s == -most_) of.agreeing = of.disagreeing;
        if (s == most_) of.disagreeing = of.agreeing;
        return of;
    }
    /// The larger of two; equal ones: the first.
    [[nodiscard]] static leader larger_of(leader a, leader b) {
        if (a == nullptr || b == nullptr) return a == nullptr ? b : a;
        return b->term.logarithm > a->term.logarithm ? b : a;
    }

    /// The terms of a memory of overlap s under the largest logarithm, with their events.
    struct pair {
        Sum agreeing{0};
        Sum disagreeing{0};
        std::uint8_t used = not_yet_known;
        std::uint8_t agreeing_events = 0;
        std::uint8_t disagreeing_events = 0;
    };
    using pairs = std::vector<pair>;
    [[nodiscard]] pairs& pairs_under(leader largest) {
        pairs& row = pairs_[largest == nullptr ? ~std::size_t{0} : largest->index];
        if (row.empty()) row.resize(static_cast<std::size_t>(most_) + 1);
        return row;
    }
    [[nodiscard]] pair const& pair_at(pairs& row, leader largest, int s) {
        pair& of = row[overlap_number(s)];
        if (of.used != not_yet_known) return of;
        of.used = 0;
        if (s > -most_) {
            of.agreeing = difference(s, s - 2, largest, of.agreeing_events);
            of.used |= of.agreeing_events;
        }
        if (s < most_) {
            of.disagreeing = difference(s, s + 2, largest, of.disagreeing_events);
            of.used |= of.disagreeing_events;
        }
        return of;
    }

private:
    template <class Number>
    using observed_in = observed<Number, inexact_events::ignored>;

    struct power {
        observed_in<Sum> value;
        std::uint8_t events = 0;
    };

    [[nodiscard]] std::size_t overlap_number(int s) const { return static_cast<std::size_t>((s + most_) / 2); }
    /// log|F(x)|, |x| <= most
    [[nodiscard]] entry const& argument(int x) { return x > -most_ ? logarithm(x - 1, 1) : logarithm(x + 1, -1); }
    [[nodiscard]] leader nonzero(int x) { return argument(x).term.sign == 0 ? nullptr : &argument(x); }
    /// What F(x) adds less what F(y) adds.
    [[nodiscard]] Sum difference(int x, int y, leader largest, std::uint8_t& events) {
        for (int const z : {x, y}) events |= argument(z).events;
        if (largest == nullptr) return Sum(0);  // every F that the neuron has is 0
        observed_in<Sum> const a = shifted(argument(x), largest, events);
        observed_in<Sum> const b = shifted(argument(y), largest, events);
        event_scope scope;
        Sum const value = (a - b).value();
        events |= term_events(value, scope.counts());
        return value;
    }

    /// log|F(R + z)|, z = +-1
    [[nodiscard]] entry const& logarithm(int R, int z) {
        std::size_t const index = 2 * static_cast<std::size_t>(R + most_) + (z > 0 ? 1 : 0);
        auto& slot = logarithms_[index];
        if (!slot) {
            event_scope scope;
            auto const x = convert<observed_in<Real>>(observed_in<Sum>(z) + observed_in<Sum>(R));
            slot.emplace(entry{callable(setting_.F).logarithm(x), index});
            slot->events = flags(scope.counts());
        }
        return *slot;
    }

    [[nodiscard]] observed_in<Sum> shifted(entry const& e, entry const* largest, std::uint8_t& events) {
        if (e.term.sign == 0) return observed_in<Sum>(0);
        auto& row = powers_[largest->index];
        if (row.empty()) row.resize(logarithms_.size());
        auto& slot = row[e.index];
        if (!slot) {
            event_scope scope;
            observed_in<Sum> const value = logarithmic::shifted<observed_in<Sum>>(e.term, largest->term);
            slot.emplace(power{value, flags(scope.counts())});
        }
        events |= slot->events;
        return slot->value;
    }

    [[nodiscard]] static std::uint8_t flags(event_counts const& seen) {
        return static_cast<std::uint8_t>((seen.overflow != 0 ? overflow_event : 0) |
                                         (seen.invalid != 0 ? nan_event : 0) |
                                         (seen.underflow != 0 ? underflow_event : 0));
    }

    rule_setting_of<Interaction> const& setting_;
    int most_;
    std::vector<std::optional<entry>> logarithms_;                     // by R + most, then zeta_i
    std::vector<leaders> leaders_;                                     // by (s + most) / 2
    std::map<std::size_t, pairs> pairs_;                               // by the largest one
    std::map<std::size_t, std::vector<std::optional<power>>> powers_;  // by the largest one, then the term
};

}  // namespace ulpfield
