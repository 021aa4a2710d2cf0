#include "kernels/format_rule.hpp"

#include <array>
#include <stdexcept>

#include "kernels/make_format_rule.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield {

namespace {

using rule_maker = std::unique_ptr<format_rule> (*)(rule_setting const&, bool);

struct compiled_format {
    number_format numbers;
    rule_maker make;
};

template <class Real>
compiled_format compiled() {
    return {number_traits<Real>::format(), make_rule_in<Real, Real>};
}

/// The formats with code of their own; a format with the same numbers takes it under any name. All others run on
/// small_float or mpfr_real, with the same results.
auto const& compiled_formats() {
    static std::array const formats = {
        compiled<fp8e4m3>(),
        compiled<fp8e5m2>(),
        compiled<bf16>(),
        compiled<fp16>(),
        compiled<tf32>(),
        compiled<float>(),
        compiled<double>(),
#if defined(ULPFIELD_HAS_X87)
        compiled<long double>(),
#endif
#if defined(ULPFIELD_HAS_FLOAT128)
        compiled<float128>(),
#endif
    };
    return formats;
}

bool same_numbers(number_format const& a, number_format const& b) {
    return a.precision == b.precision && a.emin == b.emin && a.emax == b.emax && a.subnormals == b.subnormals &&
           a.overflow == b.overflow;
}

}  // namespace

std::unique_ptr<format_rule> make_format_rule(rule_setting const& setting, bool bipolar) {
    using working = mpfr_real<format_role::working>;
    if (setting.format.exact()) throw std::invalid_argument("exact arithmetic has no format rule; the oracle decides");
    if (setting.accumulate) return make_rule_in<working, mpfr_real<format_role::accumulating>>(setting, bipolar);
    for (compiled_format const& candidate : compiled_formats())
        if (same_numbers(candidate.numbers, setting.format)) return candidate.make(setting, bipolar);
    if (rounds_from_double(setting.format)) return make_rule_in<small_float, small_float>(setting, bipolar);
    return make_rule_in<working, working>(setting, bipolar);
}

}  // namespace ulpfield
