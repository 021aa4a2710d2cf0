#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "studies/shared/axes.hpp"
#include "studies/shared/pattern_files.hpp"
#include "ulpfield/dynamics/trajectory.hpp"

namespace ulpfield::study {

/// A model of --model: two Lagrangians, or the modern Hopfield update.
struct dynamics_model {
    std::string name;
    lagrangian Lv;
    lagrangian Lh;
    std::optional<softmax_lagrangian> modern;
};

/// --v0 names a memory or a file, neither random nor numbers: columns then show where the run comes to.
[[nodiscard]] bool names_start(std::string const& v0);

/// The options of `dynamics`. The modern update has no solver: one cell in place of one for each.
struct dynamics_axes : axis_set {
    static constexpr std::int64_t most_neurons = 100'000;
    static constexpr std::int64_t most_memories = 100'000;
    static constexpr std::int64_t most_steps = 100'000'000;

    axis<dynamics_model> model;
    axis<number_format> formats;
    axis<ode_solver> solver;
    axis<std::int64_t> N, K;
    axis<std::string> memories_name;
    pattern_file_axes files;
    axis<ratio> tau_v, tau_h;
    axis<std::string> inputs, v0, h0;
    axis<ratio> beta, step, time;
    axis<std::int64_t> every;
    axis<ratio> tolerance;
    axis<std::int64_t> updates, max_steps;
    axis<std::uint64_t> seed = seed_axis(*this);

    std::shared_ptr<memory_patterns const> xi;
    trajectory_setting common;  ///< all but format, model and solver

    dynamics_axes();
    /// --time over --step.
    [[nodiscard]] double steps_of_run() const;

protected:
    void check(arguments const&) override;

private:
    void read_memories();
    /// --v0 as a memory, a corrupted memory or a file; nothing: it is a list of numbers or random.
    [[nodiscard]] std::optional<std::vector<double>> named_start();
};

}  // namespace ulpfield::study
