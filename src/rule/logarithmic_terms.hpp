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

private:
    template <class Number>
    using observed_in = observed<Number, inexact_events::ignored>;

    struct entry {
        signed_logarithm<observed_in<Real>> term;
        std::size_t index;
        std::uint8_t events = 0;
    };
    struct power {
        observed_in<Sum> value;
        std::uint8_t events = 0;
    };

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
    std::map<std::size_t, std::vector<std::optional<power>>> powers_;  // by the largest one, then the term
};

}  // namespace ulpfield
