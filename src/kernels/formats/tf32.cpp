#include "kernels/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule> make_rule_in<tf32, tf32>(rule_setting const&, bool);

}  // namespace ulpfield
