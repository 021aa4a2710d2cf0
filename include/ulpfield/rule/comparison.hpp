#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/memory/update_order.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/rule/learned_couplings.hpp"

namespace ulpfield {

/// Counts of what a format did to decisions of Eq. 4/13; columns of `compare`.
struct comparison_counts {
    std::uint64_t decisions = 0;
    std::uint64_t wrong = 0;        ///< differ from exact, unscaled Eq. 4
    std::uint64_t ties = 0;         ///< the exact difference is 0
    std::uint64_t ties_broken = 0;  ///< those decided otherwise than the decision rule has it (+1)
    std::uint64_t overflow = 0;
    std::uint64_t nan = 0;
    std::uint64_t underflow = 0;
    std::uint64_t vanished = 0;  ///< computed 0, exact not
    std::uint64_t relaxations = 0;
    std::uint64_t wrong_endings = 0;
    std::uint64_t cycles = 0;                   ///< relaxations of the format that end in a cycle
    std::uint64_t wrong_rounded = 0;            ///< differ from exact Eq. 4 of the memories as stored
    std::map<double, std::uint64_t> lost_bits;  ///< how many decisions lost so much: by log2_position

    /// Median over all decisions (the mean of the two in the middle) and maximum of the bits lost: log2, to the nearest
    /// double. No decisions: 0.
    [[nodiscard]] double median_lost_bits() const;
    [[nodiscard]] double largest_lost_bits() const;
};

/// What became of one trial, in full.
struct trial_outcome {
    std::vector<std::uint32_t> wrong_neurons;  ///< whose decision differs from exact Eq. 4, from 0, rising
    relaxation_outcome ended;                  ///< in the format
    bipolar_state end;
    relaxation_outcome exact_ended;
    bipolar_state exact_end;
};

/// True if a format computes every intermediate and every sum of Eq. 4/13 without rounding, overflow or underflow, for
/// all bipolar memories and states of these sizes: a scaling that moves exponents only (raw, 2^-k), polynomial or
/// rectified F, 2 K base^n <= 2^p with base
/// = N (N even: N/2, since x^n = 2^n (x/2)^n), and the exponent range holds N^n 2K and 2^-kn. Sufficient, not
/// necessary.
[[nodiscard]] bool never_rounds(rule_setting const& setting, std::size_t N, std::size_t K);

/// Runs a format's update rule beside exact arithmetic. Not for several threads at once.
class comparison {
public:
    /// The setting's format may be `exact`: the scaled rule in exact arithmetic.
    /// `decision`: what ties and NaN decide, in the format and exactly alike. `store`: the format the memories are kept
    /// in, everything after that in the setting's; right is what the memories as given decide.
    comparison(rule_setting setting, bool bipolar, decision_rule decision = {},
               std::optional<number_format> store = {});
    ~comparison();

    /// b_i, added to the field u_i from the next memories on (none: 0; rule/bias.hpp). Not under a scaling
    /// whose value is u over its largest term: std::invalid_argument.
    void set_bias(std::vector<rational> bias);
    /// Learned couplings in place of Eq. 4 from the next memories on: h_i = sum_j W_ij sigma_j, in the format as
    /// make_coupling_rule has it (hebb: Eq. 4 itself). Only unscaled: std::invalid_argument.
    void set_hopfield_rule(hopfield_rule rule);
    /// Those of the present memories; null for Hebb's rule.
    [[nodiscard]] std::shared_ptr<couplings const> learned() const;
    /// examine and relax also fill this, until another place or none is named.
    void record_in(trial_outcome* outcome);

    /// New memories, of the kind the constructor was told.
    void set_memories(shared_patterns const& zeta, std::stop_token const& stop = {});
    /// All N decisions from sigma, counted. This and relax throw `interrupted` soon after they are asked to stop.
    void examine(std::span<std::int8_t const> sigma, comparison_counts& counts, std::stop_token const& stop);
    /// Relaxes sigma asynchronously in the format and exactly, in the same order, and compares the final states.
    void relax(bipolar_state const& sigma, update_order const& order, comparison_counts& counts,
               std::stop_token const& stop);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace ulpfield
