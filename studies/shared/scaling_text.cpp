#include "studies/shared/scaling_text.hpp"

#include <cctype>

namespace ulpfield::study {

std::string file_name_of(std::string_view text) {
    if (text == "1/N") return "times-1-over-N";
    if (text == "/N") return "over-N";
    if (text == "2^-k") return "times-2-to-minus-k";
    std::string safe;
    for (char const c : text) safe += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ? c : '-';
    return safe;
}

std::string scaling_text(std::string_view formulation, std::string const& x) {
    std::string const in_brackets = x.size() == 1 ? x : "(" + x + ")";
    if (formulation == "raw") return "raw: F(" + x + ")";
    if (formulation == "1/N") return "1/N: F((1/N)·" + in_brackets + ")";
    if (formulation == "/N") return "/N: F(" + in_brackets + "/N)";
    if (formulation == "2^-k") return "2⁻ᵏ: F(2⁻ᵏ·" + in_brackets + "), k = ⌈log₂ N⌉";
    if (formulation == "log") return "log: F held as log F";
    return "factored: xⁿ·expm1(n·log1p(±2/x))";
}

}  // namespace ulpfield::study
