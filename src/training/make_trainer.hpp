#pragma once
#include "ulpfield/training/trainer.hpp"

namespace ulpfield {

/// The definition in one number type; instantiated once, in formats/<format>.cpp.
template <class Real>
[[nodiscard]] std::unique_ptr<trainer> make_trainer_in(training_setting const& setting, training_states const& states);

/// The same network by matrix products and one power for all neurons; Real: float or double.
template <class Real>
[[nodiscard]] std::unique_ptr<trainer> make_fast_trainer(training_setting const& setting,
                                                         training_states const& states);

}  // namespace ulpfield
