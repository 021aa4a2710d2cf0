#include "boundary/format_terms.hpp"

#include <stdexcept>

#include "number/format_type.hpp"

namespace ulpfield {

std::unique_ptr<format_terms> make_format_terms(term_setting const& setting) {
    if (setting.format.exact()) throw std::invalid_argument("exact arithmetic has no boundaries");
    return with_type_of(setting.format,
                        [&]<class Real>(std::type_identity<Real>) { return make_terms_in<Real>(setting); });
}

}  // namespace ulpfield
