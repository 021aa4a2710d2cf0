#include "training/trainer_instance.hpp"

namespace ulpfield {

template std::unique_ptr<trainer> make_trainer_in<float>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<double>(training_setting const&, training_states const&);
#if defined(ULPFIELD_HAS_X87)
template std::unique_ptr<trainer> make_trainer_in<long double>(training_setting const&, training_states const&);
#endif
#if defined(ULPFIELD_HAS_FLOAT128)
template std::unique_ptr<trainer> make_trainer_in<float128>(training_setting const&, training_states const&);
#endif

}  // namespace ulpfield
