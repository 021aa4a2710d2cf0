#pragma once
#include "rule/bipolar_rule.hpp"
#include "rule/general_rule.hpp"
#include "rule/make_format_rule.hpp"

namespace ulpfield {

/// Takes the fast rule wherever it gives the definition's bits: bipolar memories whose sums of +-1 are finite.
template <class Real, class Sum, class Interaction>
std::unique_ptr<format_rule> make_rule_in(rule_setting_of<Interaction> const& setting, bool bipolar) {
    if (bipolar && bipolar_rule<Real, Sum, Interaction>::applies(setting.accumulate.value_or(setting.format)))
        return std::make_unique<bipolar_rule<Real, Sum, Interaction>>(setting);
    return std::make_unique<general_rule<Real, Sum, Interaction>>(setting);
}

}  // namespace ulpfield
