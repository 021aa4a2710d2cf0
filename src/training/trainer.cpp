#include "ulpfield/training/trainer.hpp"

#include <concepts>
#include <stdexcept>

#include "number/format_type.hpp"
#include "training/make_trainer.hpp"

namespace ulpfield {

std::unique_ptr<trainer> make_trainer(training_setting const& setting, training_states const& states) {
    if (setting.format.exact())
        throw std::invalid_argument("make_trainer: tanh leaves the rationals; exact arithmetic takes one step only");
    return with_type_of(setting.format, [&]<class Real>(std::type_identity<Real>) {
        if constexpr (std::same_as<Real, float> || std::same_as<Real, double>)
            if (setting.order == evaluation::fast && has_fast_kernels(setting.F))
                return make_fast_trainer<Real>(setting, states);
        return make_trainer_in<Real>(setting, states);
    });
}

}  // namespace ulpfield
