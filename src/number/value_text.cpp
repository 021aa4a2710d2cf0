#include "number/value_text.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ulpfield {

std::string decimal_text(mpfr_srcptr x, int digits) {
    if (mpfr_nan_p(x) != 0) return "nan";
    if (mpfr_inf_p(x) != 0) return mpfr_sgn(x) > 0 ? "inf" : "-inf";
    if (mpfr_zero_p(x) != 0) return "0";
    mpfr_exp_t exponent = 0;
    char* const raw = mpfr_get_str(nullptr, &exponent, 10, static_cast<std::size_t>(digits), x, MPFR_RNDN);
    std::string significand(raw);
    mpfr_free_str(raw);
    std::string sign;
    if (significand.front() == '-') {
        sign = "-";
        significand.erase(0, 1);
    }
    significand.erase(significand.find_last_not_of('0') + 1);
    auto const size = static_cast<mpfr_exp_t>(significand.size());
    if (exponent > 0 && exponent <= 20) {
        if (size <= exponent) return sign + significand + std::string(static_cast<std::size_t>(exponent - size), '0');
        return sign + significand.substr(0, static_cast<std::size_t>(exponent)) + "." +
               significand.substr(static_cast<std::size_t>(exponent));
    }
    if (exponent <= 0 && exponent > -4)
        return sign + "0." + std::string(static_cast<std::size_t>(-exponent), '0') + significand;
    return fmt::format("{}{}{}{}e{:+03}", sign, significand.front(), size > 1 ? "." : "", significand.substr(1),
                       exponent - 1);
}

int telling_digits(int precision) {
    // 0.30103 is just above log10 2
    return static_cast<int>(std::ceil(precision * 0.30103)) + 1;
}

}  // namespace ulpfield
