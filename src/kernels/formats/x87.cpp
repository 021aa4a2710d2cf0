#include "kernels/rule_instance.hpp"

namespace ulpfield {

#if defined(ULPFIELD_HAS_X87)
template std::unique_ptr<format_rule> make_rule_in<long double, long double>(rule_setting const&, bool);
#endif

}  // namespace ulpfield
