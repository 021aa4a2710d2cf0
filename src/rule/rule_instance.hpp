#pragma once
#include "rule/bipolar_rule.hpp"
#include "rule/general_rule.hpp"
#include "rule/make_format_rule.hpp"
#include "rule/real_rule.hpp"

namespace ulpfield {

/// Takes the fast rule wherever it gives the definition's bits: bipolar memories whose sums of +-1 are
/// finite, real ones in formats that are summed in lanes.
template <class Real, class Sum, class Interaction>
std::unique_ptr<format_rule> make_rule_in(rule_setting_of<Interaction> const& setting, bool bipolar) {
    if (bipolar && bipolar_rule<Real, Sum, Interaction>::applies(setting.accumulate.value_or(setting.format)))
        return std::make_unique<bipolar_rule<Real, Sum, Interaction>>(setting);
    if constexpr (summed_in_lanes<Real> && std::same_as<Real, Sum>)
        if (!bipolar) return std::make_unique<real_rule<Real, Interaction>>(setting);
    return std::make_unique<general_rule<Real, Sum, Interaction>>(setting);
}

}  // namespace ulpfield
