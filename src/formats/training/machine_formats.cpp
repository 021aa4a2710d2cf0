#include <cfloat>

#include "training/trainer_instance.hpp"

namespace ulpfield {

template std::unique_ptr<trainer> make_trainer_in<float>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_trainer_in<double>(training_setting const&, training_states const&);
#if LDBL_MANT_DIG == 64
template std::unique_ptr<trainer> make_trainer_in<long double>(training_setting const&, training_states const&);
#endif
#if defined(__SIZEOF_FLOAT128__)
template std::unique_ptr<trainer> make_trainer_in<float128>(training_setting const&, training_states const&);
#endif

}  // namespace ulpfield
