#include "kernels/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule> make_rule_in<fp16, fp16>(rule_setting const&, bool);

}  // namespace ulpfield
