#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "studies/shared/axes.hpp"
#include "studies/shared/training/initial_source.hpp"
#include "studies/shared/training/training_task.hpp"
#include "studies/shared/training/training_values.hpp"

namespace ulpfield::study {

/// The options of everything that learns: train and tune (training_axes.hpp), classify and converge (digit_axes.hpp).
/// A study adds what it learns from and its product.
struct learning_axes : axis_set {
    /// Other defaults, by option name.
    using changed_defaults = std::map<std::string, std::string, std::less<>>;

    /// `maps`: inverse temperature and learning rate are lists.
    explicit learning_axes(bool maps, changed_defaults const& changed = {});

    axis<learning_formulation> formulation;
    axis<rational> inverse_temperature;
    axis<beta_convention> convention;
    axis<bool> match_temperature;
    axis<rational> learning_rate;
    axis<rational> decay;
    axis<rational> momentum;
    axis<std::int64_t> m;
    axis<std::int64_t> epochs;
    axis<std::int64_t> n;
    axis<std::int64_t> K;
    axis<number_format> formats;
    axis<interaction> F;
    axis<leak_mapping> leak;
    axis<clamped_neurons> clamp;
    axis<initial_source> initial;
    axis<step_normalisation> normalise;
    axis<step_floor> floor;
    axis<std::int64_t> batch;  ///< 0: all
    axis<evaluation> order;
    axis<std::string> preset;
    axis<std::uint64_t> seed;

    /// The setting of a cell by the common axes; what is learned, and of how many neurons, is the study's.
    [[nodiscard]] training_task common_task(place const& at, std::int64_t N) const;
    /// X as this formulation uses it.
    [[nodiscard]] rational inverse_temperature_of(learning_formulation of, rational const& X, std::int64_t N) const;
    [[nodiscard]] training_setting setting(training_task const& task) const;
    [[nodiscard]] std::vector<double> initial_of(training_task const& task) const {
        return initial_memories_.of(*initial, task, *seed);
    }
    /// Nanoseconds a training takes, roughly.
    [[nodiscard]] double training_cost(training_task const& task) const;
    /// The conventions chosen where the papers are silent, and the formats' numbers.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> learning_facts() const;

protected:
    void check(arguments const& given) override;
    /// Of the numbers of neurons and of states: N K, N P, the clamp and the batch.
    void check_sizes(std::vector<std::int64_t> const& N, std::vector<std::int64_t> const& P) const;

private:
    using default_of = std::function<std::string(std::string_view option_name, std::string usual)>;
    learning_axes(bool maps, default_of const& or_changed);

    void check_formulations() const;
    void check_leak() const;

    initial_memories initial_memories_;
};

}  // namespace ulpfield::study
