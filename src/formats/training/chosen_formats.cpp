#include "training/trainer_instance.hpp"

namespace ulpfield {

template std::unique_ptr<trainer> make_trainer_in<small_float>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<described>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<mpfr_real<format_role::working>>(training_setting const&,
                                                                                   training_states const&);

}  // namespace ulpfield
