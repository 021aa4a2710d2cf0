#include "kernels/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule> make_rule_in<fp8e5m2, fp8e5m2>(rule_setting const&, bool);

}  // namespace ulpfield
