#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "studies/shared/digits/digits.hpp"
#include "studies/shared/training/plan.hpp"
#include "studies/shared/training/presets.hpp"
#include "study/grid.hpp"

namespace ulpfield::study {

/// The training options of networks that classify digits: those of `tune` without what the digits decide, with Krotov &
/// Hopfield's settings as defaults, and --mnist, --patterns, --test, --rule, --class-weights, --ramp. `changed`: other
/// defaults by option name.
[[nodiscard]] std::vector<option> digit_training_options(
    std::vector<std::pair<std::string, std::string>> const& changed = {});

/// One of the networks.
struct digit_network {
    learning_rule rule;
    network of;
};

/// All of them: rule x formulation x format x F x n x K x inverse temperature x learning rate x repeat, the last axis
/// fastest; the digits they learn from and the digits they are tested with.
class digit_plan {
public:
    digit_plan(arguments const& typed, std::vector<training_preset> const& presets, selection how);

    [[nodiscard]] std::uint64_t cells() const { return grid_.cells(); }
    [[nodiscard]] digit_network at(std::uint64_t cell) const;
    [[nodiscard]] training_setting setting(digit_network const& which) const;
    [[nodiscard]] std::vector<double> initial(digit_network const& which) const { return plan_.initial(which.of); }
    [[nodiscard]] digit_set const& train() const { return data_.train; }
    [[nodiscard]] digit_set const& test() const { return data_.test; }
    [[nodiscard]] training_states const& train_states() const { return train_states_; }
    [[nodiscard]] training_states const& test_states() const { return test_states_; }
    [[nodiscard]] std::int64_t epochs() const { return plan_.epochs; }
    [[nodiscard]] double cost(digit_network const& which) const;
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const;
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const;

private:
    digit_data data_;
    training_plan plan_;
    training_states train_states_;
    training_states test_states_;
    std::vector<learning_rule> rules_;
    std::string class_weights_;
    std::string ramp_text_;
    rational ramp_from_{1, 1};
    std::uint64_t ramp_epochs_ = 0;
    grid grid_;
};

[[nodiscard]] std::string_view name(learning_rule rule);

}  // namespace ulpfield::study
