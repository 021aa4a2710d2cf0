#include "training/trainer_instance.hpp"

namespace ulpfield {

template std::unique_ptr<trainer> make_trainer_in<fp8e4m3>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<fp8e5m2>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<bf16>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<fp16>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<tf32>(training_setting const&, training_states const&);

}  // namespace ulpfield
