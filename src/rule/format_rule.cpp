#include "ulpfield/rule/format_rule.hpp"

#include <stdexcept>
#include <string>
#include <variant>

#include "number/format_type.hpp"
#include "rule/make_format_rule.hpp"
#include "ulpfield/interaction/exact_form.hpp"

namespace ulpfield {

int format_rule::examined_shift(std::size_t) const { return 0; }

void format_rule::set(std::size_t, std::int8_t) {
    throw std::logic_error("format_rule::set: this rule takes bipolar states only");
}

std::string refusal(rule_setting const& setting, bool bipolar) {
    bool const sum_differs = setting.accumulate && setting.accumulate->integers() != setting.format.integers();
    if (sum_differs) return "sums and terms must both be integers, or neither";
    if (!setting.format.integers()) return "";
    if (!bipolar) return "integer formats take memories of -1 and +1";
    if (!std::holds_alternative<raw>(setting.scaling) && !std::holds_alternative<energy_comparison>(setting.scaling))
        return "integer formats take " + std::string(raw::name) + " and " + std::string(energy_comparison::name);
    bool const whole = std::visit(
        [](auto const& f) {
            if constexpr (power_above_zero<decltype(f)>) {
                auto const slope = f.slope_below_zero();
                return !slope || slope->numerator % slope->denominator == 0;
            }
            return false;
        },
        setting.F);
    if (!whole) return "integer formats take F with whole values";
    bool const products = setting.power == power_method::binary || setting.power == power_method::multiply;
    if (!products) return "integer formats take powers by products (binary, multiply)";
    if (setting.power == power_method::exp_log || setting.power == power_method::wide)
        return "integer formats take powers by multiplication";
    return "";
}

std::unique_ptr<format_rule> make_format_rule(rule_setting const& asked, bool bipolar) {
    rule_setting setting = asked;
    if (std::holds_alternative<largest_shift>(setting.scaling)) {
        if (!degree(setting.F))
            throw std::invalid_argument("scaling max-shift: F = " + name(setting.F) +
                                        " is no power; accepted: polynomial, rectified");
        if (!setting.program) setting.program.emplace();  // which tells its shifts
    }
    if (setting.format.exact()) throw std::invalid_argument("exact arithmetic has no format rule; the oracle decides");
    if (std::string const why = refusal(setting, bipolar); !why.empty())
        throw std::invalid_argument(setting.format.name + ": " + why);
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
