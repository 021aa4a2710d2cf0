#include "ulpfield/training/trainer.hpp"

#include <array>
#include <stdexcept>

#include "training/make_trainer.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield {

namespace {

using maker = std::unique_ptr<trainer> (*)(training_setting const&, training_states const&);

struct compiled_format {
    number_format numbers;
    maker definition;
    maker fast = nullptr;
};

template <class Real>
compiled_format compiled() {
    return {number_traits<Real>::format(), make_trainer_in<Real>};
}

auto const& compiled_formats() {
    static std::array const formats = {
        compiled<fp8e4m3>(),
        compiled<fp8e5m2>(),
        compiled<bf16>(),
        compiled<fp16>(),
        compiled<tf32>(),
        compiled_format{number_traits<float>::format(), make_trainer_in<float>, make_fast_trainer<float>},
        compiled_format{number_traits<double>::format(), make_trainer_in<double>, make_fast_trainer<double>},
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

std::unique_ptr<trainer> make_trainer(training_setting const& setting, training_states const& states) {
    if (setting.format.exact())
        throw std::invalid_argument("make_trainer: tanh leaves the rationals; exact arithmetic takes one step only");
    for (compiled_format const& candidate : compiled_formats())
        if (same_numbers(candidate.numbers, setting.format)) {
            bool const fast =
                candidate.fast != nullptr && setting.order == evaluation::fast && has_fast_kernels(setting.F);
            return (fast ? candidate.fast : candidate.definition)(setting, states);
        }
    if (rounds_from_double(setting.format)) return make_trainer_in<small_float>(setting, states);
    return make_trainer_in<mpfr_real<format_role::working>>(setting, states);
}

}  // namespace ulpfield
