#include "kernels/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule> make_rule_in<float, float>(rule_setting const&, bool);

}  // namespace ulpfield
