#pragma once
#include <string>
#include <utility>
#include <vector>

#include "study/axis.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

/// Axes that several studies have. A study adds them as members:
///     axis<number_format> formats = formats_axis(*this, "fp32,fp64");
namespace ulpfield::study {

[[nodiscard]] domain<number_format> number_formats();
[[nodiscard]] domain<number_format> one_number_format();
/// Functions of order 1: the order is an axis of its own (of_order).
[[nodiscard]] domain<interaction> interactions();
[[nodiscard]] domain<argument_scaling> scalings();
[[nodiscard]] domain<power_method> power_methods();

/// `more`: further words of the help.
[[nodiscard]] axis<number_format> formats_axis(axis_set& owner, std::string defaults, std::string const& more = {});
[[nodiscard]] axis<interaction> interaction_axis(axis_set& owner, std::string defaults);
[[nodiscard]] axis<argument_scaling> scaling_axis(axis_set& owner, std::string defaults, std::string const& more = {});
[[nodiscard]] axis<std::int64_t> order_axis(axis_set& owner, std::string defaults, std::int64_t most);
[[nodiscard]] axis<std::int64_t> neurons_axis(axis_set& owner, std::string defaults, std::int64_t most);
[[nodiscard]] axis<std::int64_t> memories_axis(axis_set& owner, std::string defaults, std::int64_t most,
                                               std::string const& more = {});

/// --tie, --nan and --tie-tolerance; their columns stand where they were typed.
[[nodiscard]] axis<tie_rule> tie_axis(axis_set& owner);
[[nodiscard]] axis<nan_rule> nan_axis(axis_set& owner);
[[nodiscard]] axis<rational> tolerance_axis(axis_set& owner);

/// Facts for provenance.json: the numbers of every format.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> format_facts(std::vector<number_format> const& formats);

/// The names of all formats with a name, and further ones, as a list.
[[nodiscard]] std::string named_formats_and(std::string const& more);

}  // namespace ulpfield::study
