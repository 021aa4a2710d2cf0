#pragma once
#include "training/format_trainer.hpp"
#include "training/make_trainer.hpp"

namespace ulpfield {

template <class Real>
std::unique_ptr<trainer> make_trainer_in(training_setting const& setting, training_states const& states) {
    return std::visit(
        [&](auto const& F) -> std::unique_ptr<trainer> {
            using Interaction = std::remove_cvref_t<decltype(F)>;
            if constexpr (std::is_same_v<Interaction, leaky>) {
                number_context<Real> const context(setting.format);
                leaky_with<Real> const in_format{F.n, nearest<Real>(constants_of(setting, states.N()).below_zero)};
                return std::make_unique<format_trainer<Real, leaky_with<Real>>>(in_format, setting, states);
            } else {
                return std::make_unique<format_trainer<Real, Interaction>>(F, setting, states);
            }
        },
        setting.F);
}

}  // namespace ulpfield
