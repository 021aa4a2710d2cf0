#include "ulpfield/rule/format_rule.hpp"

#include <stdexcept>

#include "number/format_type.hpp"
#include "rule/make_format_rule.hpp"

namespace ulpfield {

void format_rule::set(std::size_t, std::int8_t) {
    throw std::logic_error("format_rule::set: this rule takes bipolar states only");
}

std::unique_ptr<format_rule> make_format_rule(rule_setting const& setting, bool bipolar) {
    if (setting.format.exact()) throw std::invalid_argument("exact arithmetic has no format rule; the oracle decides");
    using working = mpfr_real<format_role::working>;
    using accumulating = mpfr_real<format_role::accumulating>;
    if (setting.accumulate)
        return setting.program ? make_program_rule_in<working, accumulating>(setting)
                               : make_rule_in<working, accumulating>(setting, bipolar);
    return with_type_of(setting.format, [&]<class Real>(std::type_identity<Real>) {
        return setting.program ? make_program_rule_in<Real, Real>(setting) : make_rule_in<Real, Real>(setting, bipolar);
    });
}

}  // namespace ulpfield
