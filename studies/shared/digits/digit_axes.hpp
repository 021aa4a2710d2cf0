#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "studies/shared/digits/digits.hpp"
#include "studies/shared/training/learning_axes.hpp"

namespace ulpfield::study {

/// Temperature ramp: from X in so many epochs; none: 0 epochs.
struct temperature_ramp {
    rational from{1, 1};
    std::uint64_t epochs = 0;
    std::string text;
};

/// The options of networks that classify digits: those of all trainings, with Krotov & Hopfield's settings as defaults,
/// and --mnist, --patterns, --test, --rule, --class-weights, --ramp.
struct digit_axes : learning_axes {
    explicit digit_axes(changed_defaults const& changed = {});

    axis<std::string> mnist;
    axis<std::string> classes;
    axis<std::int64_t> patterns;  ///< images; 0: all
    axis<std::int64_t> test;      ///< likewise
    axis<learning_rule> rule;
    axis<bool> free_class_weights;
    axis<temperature_ramp> ramp;

    /// Of the networks that learn from digits.
    [[nodiscard]] digit_set const& train_digits() const { return digits_->data.train; }
    [[nodiscard]] digit_set const& test_digits() const { return digits_->data.test; }
    [[nodiscard]] training_states const& train_states() const { return digits_->train; }
    [[nodiscard]] training_states const& test_states() const { return digits_->test; }
    [[nodiscard]] training_setting setting(training_task const& task) const;
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> digit_facts() const;

protected:
    /// Reads the digits and fits the common options to them; `how`: which images are taken.
    void check_digits(arguments const& given, selection how);
    /// The task of one network, its rate, temperature and repeat as given.
    [[nodiscard]] training_task digit_task(place const& at, learning_rule by, rational const& X, rational const& rate,
                                           std::int64_t repeat) const;

private:
    struct learned_digits {
        digit_data data;
        training_states train;
        training_states test;
    };
    std::shared_ptr<learned_digits const> digits_;
};

}  // namespace ulpfield::study
