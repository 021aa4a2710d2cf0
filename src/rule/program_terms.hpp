#pragma once
#include <stdexcept>
#include <utility>
#include <vector>

#include "rule/dispatched_interaction.hpp"
#include "rule/last_product.hpp"
#include "rule/summed_in_single.hpp"
#include "ulpfield/number/events.hpp"
#include "ulpfield/number/observed.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// What a program makes of the 2K arguments of one decision: the scaling, F, the difference and the sum over the
/// memories, in the program's order. Events go to the thread's event_scope. Terms of integer arguments are remembered.
template <rounding_real Real, rounding_real Sum, class Interaction>
class program_terms {
public:
    using number = observed<Real, inexact_events::ignored>;
    using total = observed<Sum, inexact_events::ignored>;

    program_terms(rule_setting_of<Interaction> const& setting, std::size_t N)
        : setting_(setting),
          program_(*setting.program),
          N_(static_cast<int>(N)),
          by_chance_(setting.format.rounding == rounding_mode::stochastic) {}

    /// The neuron stands in its place in the overlap, whatever the program says.
    [[nodiscard]] bool neuron_in_overlap() const {
        return std::visit([](auto scaling) { return decltype(scaling)::neuron_in_overlap; }, setting_.scaling);
    }

    [[nodiscard]] Sum sum(std::vector<std::pair<number, number>> const& arguments) {
        return std::visit(
            [&](auto scaling) {
                return sum_in(scaling, arguments.size(), [&](std::size_t mu) { return arguments[mu]; });
            },
            setting_.scaling);
    }
    [[nodiscard]] Sum sum(std::vector<std::pair<int, int>> const& arguments) {
        return std::visit(
            [&](auto scaling) {
                using Scaling = decltype(scaling);
                if constexpr (Scaling::adds_differences)
                    if (!by_chance_ && (!program_.sum.two_sums || !program_.contract))
                        return program_.sum.two_sums ? two_sums_of_known(scaling, arguments)
                                                     : sum_of_known(scaling, arguments);
                return sum_in(scaling, arguments.size(), [&](std::size_t mu) { return numbers(arguments[mu]); });
            },
            setting_.scaling);
    }

    /// k of the last sum, where the scaling chose one (max-shift).
    [[nodiscard]] int shift() const { return shift_; }

private:
    struct known_term {
        Sum value;
        event_counts events;
        bool known = false;
    };

    /// As the definition has them: an integer of the sum's format, rounded to the working one.
    [[nodiscard]] static std::pair<number, number> numbers(std::pair<int, int> const& integers) {
        return {convert<number>(total(integers.first)), convert<number>(total(integers.second))};
    }

    [[nodiscard]] total summed(std::vector<total> const& terms) const {
        if (program_.sum.in_single) return summed_in_single(program_.sum.order, terms);
        return sum::summed<total>(program_.sum.order, terms);
    }

    template <class Scaling, class Arguments>
    [[nodiscard]] Sum sum_in(Scaling const& scaling, std::size_t K, Arguments const& arguments) {
        auto const& F = callable(setting_.F);
        if constexpr (Scaling::adds_differences) {
            if (program_.sum.two_sums) return two_sums(scaling, K, arguments);
            typename Scaling::template in_format<number> const rule(size_for(scaling, N_));
            terms_.clear();
            for (std::size_t mu = 0; mu < K; ++mu) {
                auto const& [a, b] = arguments(mu);
                terms_.push_back(difference(rule, a, b));
            }
            return plain(summed(terms_));
        } else if constexpr (Scaling::neuron_in_overlap) {
            return two_sums(scaling, K, arguments);  // two energies
        } else {
            typename Scaling::template decision_sum<number, total, std::remove_cvref_t<decltype(F)>> sum(
                F, setting_.power, N_);
            for (std::size_t mu = 0; mu < K; ++mu) {
                auto const& [a, b] = arguments(mu);
                sum.add(a, b);
            }
            if constexpr (requires { sum.shift(); }) shift_ = sum.shift();
            return plain(summed(sum.differences()));
        }
    }

    /// What one memory adds.
    template <class Rule>
    [[nodiscard]] total difference(Rule const& rule, number const& a, number const& b) const {
        auto const& F = callable(setting_.F);
        if (program_.contract)
            if (auto const product = last_product(setting_.F, rule.scale(a), setting_.power)) {
                total const other = convert<total>(F(rule.scale(b), setting_.power));
                return elementary::fused_multiply_add(convert<total>(product->first), convert<total>(product->second),
                                                      -other);
            }
        return rule.template difference<total>(F, setting_.power, a, b);
    }

    /// Two sequential sums whose additions are fused with the last multiplications of the powers.
    template <class Scaling, class Arguments>
    [[nodiscard]] Sum contracted_sums(Scaling const& scaling, std::size_t K, Arguments const& arguments) const {
        typename Scaling::template in_format<number> const rule(size_for(scaling, N_));
        auto const add = [&](total& sum, number const& x) {
            if (auto const product = last_product(setting_.F, x, setting_.power))
                sum = elementary::fused_multiply_add(convert<total>(product->first), convert<total>(product->second),
                                                     sum);
            else
                sum = sum + convert<total>(callable(setting_.F)(x, setting_.power));
        };
        total up(0);
        total down(0);
        for (std::size_t mu = 0; mu < K; ++mu) {
            auto const& [a, b] = arguments(mu);
            add(up, rule.scale(a));
            add(down, rule.scale(b));
        }
        return plain(up - down);
    }

    template <class Scaling, class Arguments>
    [[nodiscard]] Sum two_sums(Scaling const& scaling, std::size_t K, Arguments const& arguments) {
        if (program_.contract) return contracted_sums(scaling, K, arguments);
        auto const& F = callable(setting_.F);
        typename Scaling::template in_format<number> const rule(size_for(scaling, N_));
        terms_.clear();
        lower_terms_.clear();
        for (std::size_t mu = 0; mu < K; ++mu) {
            auto const& [a, b] = arguments(mu);
            terms_.push_back(convert<total>(F(rule.scale(a), setting_.power)));
            lower_terms_.push_back(convert<total>(F(rule.scale(b), setting_.power)));
        }
        return plain(summed(terms_) - summed(lower_terms_));
    }

    /// Differences of integer arguments by a table: first argument x, the other x - 2 or x + 2.
    template <class Scaling>
    [[nodiscard]] Sum sum_of_known(Scaling const& scaling, std::vector<std::pair<int, int>> const& arguments) {
        known_.resize(2 * (2 * static_cast<std::size_t>(N_) + 3));
        terms_.clear();
        for (auto const& [a, b] : arguments) {
            auto const index = static_cast<std::size_t>(2 * (a + N_ + 1) + (a > b ? 1 : 0));
            known_term& term = known_[index];
            if (!term.known) {
                typename Scaling::template in_format<number> const rule(size_for(scaling, N_));
                event_scope events;
                auto const [x, y] = numbers({a, b});
                term.value = plain(difference(rule, x, y));
                term.events = events.counts();
                term.known = true;
            }
            if (event_counts* const sink = event_scope::sink()) *sink += term.events;
            terms_.push_back(total(term.value));
        }
        return plain(summed(terms_));
    }

    /// Two sums of values at integer arguments by a table.
    template <class Scaling>
    [[nodiscard]] Sum two_sums_of_known(Scaling const& scaling, std::vector<std::pair<int, int>> const& arguments) {
        known_values_.resize(2 * static_cast<std::size_t>(N_) + 3);
        auto const value = [&](int x) {
            known_term& term = known_values_[static_cast<std::size_t>(x + N_ + 1)];
            if (!term.known) {
                typename Scaling::template in_format<number> const rule(size_for(scaling, N_));
                event_scope events;
                number const argument = convert<number>(total(x));
                term.value = plain(convert<total>(callable(setting_.F)(rule.scale(argument), setting_.power)));
                term.events = events.counts();
                term.known = true;
            }
            if (event_counts* const sink = event_scope::sink()) *sink += term.events;
            return total(term.value);
        };
        terms_.clear();
        lower_terms_.clear();
        for (auto const& [a, b] : arguments) {
            terms_.push_back(value(a));
            lower_terms_.push_back(value(b));
        }
        return plain(summed(terms_) - summed(lower_terms_));
    }

    rule_setting_of<Interaction> const& setting_;
    program_arithmetic const& program_;
    int N_;
    int shift_ = 0;
    bool by_chance_;                        // every term is rounded anew
    std::vector<known_term> known_;         // differences
    std::vector<known_term> known_values_;  // of F
    std::vector<total> terms_;
    std::vector<total> lower_terms_;
};

}  // namespace ulpfield
