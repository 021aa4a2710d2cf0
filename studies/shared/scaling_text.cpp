#include "studies/shared/scaling_text.hpp"

#include <cctype>

#include "ulpfield/scaling/argument_scaling.hpp"

namespace ulpfield::study {

std::string file_name_of(std::string_view text) {
    for (argument_scaling const& scaling : all_scalings())
        if (name(scaling) == text)
            return std::visit([](auto const& one) { return std::string(one.file_name); }, scaling);
    std::string safe;
    for (char const c : text) safe += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ? c : '-';
    return safe;
}

std::string scaling_text(std::string_view scaling, std::string const& x) {
    return std::visit([&x](auto const& one) { return one.title(x); }, parse_scaling(scaling));
}

}  // namespace ulpfield::study
