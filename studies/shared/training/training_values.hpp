#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "study/axis.hpp"
#include "study/domain.hpp"
#include "ulpfield/training/training_run.hpp"

/// Values of the options of a training.
namespace ulpfield::study {

inline constexpr std::int64_t most_training_neurons = 100'000;

/// The formulation's name, as in its column.
[[nodiscard]] std::string_view name(learning_formulation formulation);
[[nodiscard]] std::string_view name(learning_rule rule);
[[nodiscard]] std::string_view name(beta_convention convention);

/// The epsilon of a leaky F in the two formulations.
enum class leak_mapping {
    same,         ///< the one given, in either
    as_modified,  ///< the original takes EPS X^(1-n) and so is the modified one
    as_original   ///< the modified takes EPS (X/N)^(n-1) and so is the original
};
[[nodiscard]] std::string_view name(leak_mapping mapping);

/// Neurons first .. last - 1, whose weights are kept in [-1, 1].
struct clamped_neurons {
    std::size_t first = 0;
    std::size_t last = ~std::size_t{0};
    [[nodiscard]] std::string text() const;
};
/// all, none, or A:B (from 1, both included).
[[nodiscard]] domain<clamped_neurons> one_clamp();

/// F or relative:F.
[[nodiscard]] domain<step_floor> one_floor();

/// all (0) or a number of states.
[[nodiscard]] domain<std::int64_t> one_batch();

/// COUNT: the repeats 1 .. COUNT.
[[nodiscard]] axis<std::int64_t> repeats_axis(axis_set& owner, std::string default_value);

}  // namespace ulpfield::study
