#pragma once
#include <cstdint>

#include "study/axis.hpp"
#include "ulpfield/rule/learned_couplings.hpp"

namespace ulpfield::study {

/// Largest N of networks whose couplings are held one by one.
inline constexpr std::int64_t most_coupled_neurons = 2000;

/// --rule; its column stands where it was typed.
[[nodiscard]] axis<hopfield_rule> hopfield_rule_axis(axis_set& owner);

/// Exact integers of K log2(N) bits: N and K beyond what a trial can do in minutes, usage_error. Hebb's rule: any.
void check_learning_size(hopfield_rule rule, std::int64_t N, std::int64_t K);

}  // namespace ulpfield::study
