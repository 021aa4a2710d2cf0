#pragma once
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// Throws std::invalid_argument, with what is accepted, where the axes of a program make no sense together for memories
/// of N neurons. Exact arithmetic takes no part.
void check_program(rule_setting const& setting, std::size_t N);

}  // namespace ulpfield
