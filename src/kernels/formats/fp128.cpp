#include "kernels/rule_instance.hpp"

namespace ulpfield {

#if defined(ULPFIELD_HAS_FLOAT128)
template std::unique_ptr<format_rule> make_rule_in<float128, float128>(rule_setting const&, bool);
#endif

}  // namespace ulpfield
