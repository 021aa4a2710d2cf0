#include "boundary/format_terms_instance.hpp"
#include "rule/rule_instance.hpp"

namespace ulpfield {

template std::unique_ptr<format_rule> make_rule_in<described, described>(rule_setting const&, bool);
template std::unique_ptr<format_terms> make_terms_in<described>(term_setting const&);

}  // namespace ulpfield
