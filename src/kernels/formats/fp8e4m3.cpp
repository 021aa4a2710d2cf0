#include "kernels/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule> make_rule_in<fp8e4m3, fp8e4m3>(rule_setting const&, bool);

}  // namespace ulpfield
