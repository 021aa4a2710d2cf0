#include "rule/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule>
make_rule_in<mpfr_real<format_role::working>, mpfr_real<format_role::accumulating>>(rule_setting const&, bool);

}  // namespace ulpfield
