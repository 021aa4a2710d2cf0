#include "boundary/format_terms_instance.hpp"
#include "rule/rule_instance.hpp"

namespace ulpfield {

#if defined(__SIZEOF_FLOAT128__)
template std::unique_ptr<format_rule> make_rule_in<float128, float128>(rule_setting const&, bool);
template std::unique_ptr<format_terms> make_terms_in<float128>(term_setting const&);
#endif

}  // namespace ulpfield
