#pragma once
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// The rule in one number type; instantiated once, in formats/<format>.cpp. Real: memories, arguments, powers; Sum:
/// sums.
template <class Real, class Sum, class Interaction = interaction>
[[nodiscard]] std::unique_ptr<format_rule> make_rule_in(rule_setting_of<Interaction> const& setting, bool bipolar);

/// The rule of a program (setting.program) in one number type; all of them are instantiated in formats/programs.cpp.
template <class Real, class Sum, class Interaction = interaction>
[[nodiscard]] std::unique_ptr<format_rule> make_program_rule_in(rule_setting_of<Interaction> const& setting);

}  // namespace ulpfield
