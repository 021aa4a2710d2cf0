#include "boundary/format_terms_instance.hpp"
#include "rule/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule> make_rule_in<bf16, bf16>(rule_setting const&, bool);
template std::unique_ptr<format_terms> make_terms_in<bf16>(term_setting const&);

}  // namespace ulpfield
