#pragma once
#include "training/format_trainer.hpp"
#include "training/learned_interaction.hpp"
#include "training/make_trainer.hpp"

namespace ulpfield {

template <class Real>
std::unique_ptr<trainer> make_trainer_in(training_setting const& setting, training_states const& states) {
    return std::visit(
        [&](auto const& F) -> std::unique_ptr<trainer> {
            auto in_format = [&] {
                number_context<Real> const context(setting.format);
                return learned_interaction<Real>(F, setting, constants_of(setting, states.N()));
            }();
            return std::make_unique<format_trainer<Real, decltype(in_format)>>(std::move(in_format), setting, states);
        },
        setting.F);
}

}  // namespace ulpfield
