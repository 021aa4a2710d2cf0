#pragma once
#include <stdexcept>

#include "training/learning_constants.hpp"
#include "ulpfield/interaction/exact_form.hpp"

namespace ulpfield {

/// F whose slope below zero can be replaced by any number of a type.
template <class Interaction, class Real>
concept slope_replaceable = requires(Interaction const& F, Real const slope) {
    F.with_slope(slope);
};

/// F as it learns in a number type: with the slope below zero that the constants say where it has one, rounded once;
/// else F itself. std::invalid_argument if the constants map a slope that F cannot take.
template <real Real, class Interaction>
[[nodiscard]] auto learned_interaction(Interaction const& F, training_setting const& setting,
                                       learning_constants const& constants) {
    if constexpr (slope_replaceable<Interaction, Real>) {
        if constexpr (rounding_real<Real>)
            return F.with_slope(nearest<Real>(constants.below_zero));
        else
            return F.with_slope(constants.below_zero);
    } else {
        if constexpr (power_above_zero<Interaction>)
            if (setting.epsilon == leak::mapped && constants.below_zero != 0)
                throw std::invalid_argument("F = " + F.name() + ": its slope below zero cannot be mapped");
        return F;
    }
}

}  // namespace ulpfield
