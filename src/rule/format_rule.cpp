#include "ulpfield/rule/format_rule.hpp"

#include <stdexcept>

#include "number/format_type.hpp"
#include "rule/make_format_rule.hpp"

namespace ulpfield {

std::unique_ptr<format_rule> make_format_rule(rule_setting const& setting, bool bipolar) {
    if (setting.format.exact()) throw std::invalid_argument("exact arithmetic has no format rule; the oracle decides");
    if (setting.accumulate)
        return make_rule_in<mpfr_real<format_role::working>, mpfr_real<format_role::accumulating>>(setting, bipolar);
    return with_type_of(setting.format, [&]<class Real>(std::type_identity<Real>) {
        return make_rule_in<Real, Real>(setting, bipolar);
    });
}

}  // namespace ulpfield
