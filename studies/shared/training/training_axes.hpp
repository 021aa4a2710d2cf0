#pragma once
#include "studies/shared/training/learned_patterns.hpp"
#include "studies/shared/training/learning_axes.hpp"

namespace ulpfield::study {

/// The options of `train` and `tune`: networks that learn states and are probed with them.
struct training_axes : learning_axes {
    explicit training_axes(bool maps);

    axis<std::int64_t> N = neurons_axis(*this, "100", most_training_neurons);
    axis<learned_patterns> patterns;
    pattern_file_axes files;
    axis<std::int64_t> repeats;
    axis<probe_scaling> scaling;
    axis<bool> synchronous;
    axis<tie_rule> tie = tie_axis(*this, "in the format", " (the rule that probes)");
    axis<nan_rule> nan = nan_axis(*this);

    [[nodiscard]] training_task task(place const& at) const;
    [[nodiscard]] training_states states(training_task const& task) const;
    [[nodiscard]] probe_setting probe(place const& at) const {
        return {*scaling, *synchronous, {.tie = at[tie], .nan = at[nan]}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> facts() const;

protected:
    void check(arguments const& given) override;

private:
    bool maps_;
};

/// Columns that train and tune share: how a network recalls, how its training ended.
inline constexpr char const* distance_meaning =
    "mean Euclidean distance between the learned states and what they relax to; of a cycle to the member reached first";
inline constexpr char const* status_meaning =
    "ok, stalled (no gradient, below the floor, or steps absorbed), limit (a probe did not rest), diverged:EPOCH; "
    "rests:EPOCH, stalled:EPOCH, limit:EPOCH: nothing has changed since that epoch";

}  // namespace ulpfield::study
