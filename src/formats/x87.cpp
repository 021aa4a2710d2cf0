#include <cfloat>

#include "boundary/format_terms_instance.hpp"
#include "rule/rule_instance.hpp"

namespace ulpfield {

#if LDBL_MANT_DIG == 64
template std::unique_ptr<format_rule> make_rule_in<long double, long double>(rule_setting const&, bool);
template std::unique_ptr<format_terms> make_terms_in<long double>(term_setting const&);
#endif

}  // namespace ulpfield
