#include "ulpfield/number/format_constants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

namespace {

std::string decimal(mpfr_srcptr x, int p) {
    // 0.30103 is just above log10 2
    auto const digits = static_cast<std::size_t>(std::max(17, static_cast<int>(std::ceil(p * 0.30103)) + 1));
    mpfr_exp_t exponent = 0;
    char* const raw = mpfr_get_str(nullptr, &exponent, 10, digits, x, MPFR_RNDN);
    std::string significand(raw);
    mpfr_free_str(raw);
    significand.erase(significand.find_last_not_of('0') + 1);
    auto const size = static_cast<mpfr_exp_t>(significand.size());
    if (exponent > 0 && exponent <= 20) {
        auto const whole = static_cast<std::size_t>(exponent);
        if (size <= exponent) {
            significand.resize(whole, '0');
            return significand;
        }
        return fmt::format("{}.{}", significand.substr(0, whole), significand.substr(whole));
    }
    if (exponent <= 0 && exponent > -5) return fmt::format("0.{:0>{}}{}", "", -exponent, significand);
    return fmt::format("{}{}{}e{:+03}", significand.front(), size > 1 ? "." : "", significand.substr(1), exponent - 1);
}

std::string power_of_two_text(std::int64_t exponent, int p) {
    mpfr_value x(2);
    mpfr_set_ui_2exp(x.get(), 1, exponent, MPFR_RNDN);
    return decimal(x.get(), p);
}

}  // namespace

format_constants constants_of(number_format const& format) {
    int const p = format.precision;
    // (2^p - 1) 2^(emax-p+1), one unit less where the largest significand means NaN. MPFR's own largest number is
    // emax's.
    mpfr_value largest(p);
    mpfr_set_ui_2exp(largest.get(), 1, format.emax, MPFR_RNDN);
    mpfr_value below(p);
    mpfr_set_ui_2exp(below.get(), 1, 0, MPFR_RNDN);
    mpfr_mul_2si(below.get(), below.get(), 1, MPFR_RNDN);
    mpfr_nextbelow(below.get());  // 2 - 2^(1-p)
    for (int k = 0; k < format.missing; ++k) mpfr_nextbelow(below.get());
    mpfr_mul(largest.get(), largest.get(), below.get(), MPFR_RNDN);
    std::string const most = decimal(largest.get(), p);
    if (format.integers()) {
        return {most, "1", "", "", "-" + power_of_two_text(p, p)};
    }
    std::string const least_normal = power_of_two_text(format.emin, p);
    return {most, least_normal, format.subnormals ? power_of_two_text(format.emin - p + 1, p) : "",
            power_of_two_text(-p, p), format.kind == number_kind::power_of_two ? least_normal : "-" + most};
}

namespace {

/// Codes of NaN. IEEE 754's: every significand but 0 under the highest exponent, twice.
std::string nan_codes(number_format const& format) {
    if (!format.has_nan()) return "0";
    if (!format.has_infinity()) return !format.signed_zero ? "1" : format.missing == 1 ? "2" : "";
    bool const ieee = format.emin == 1 - format.emax &&
                      std::has_single_bit(static_cast<std::uint64_t>(format.emax + 1)) && format.precision != 64;
    if (!ieee) return "";
    integer const codes = (integer(1) << static_cast<unsigned>(format.precision)) - 2;
    return codes.str();
}

}  // namespace

format_rules rules_of(number_format const& format) {
    auto const below = [&]() -> std::string {
        if (format.integers()) return "integers";
        if (format.subnormals) return "subnormals";
        if (format.flush == flush_rule::after_rounding) return "zero";
        return format.flush == flush_rule::before_rounding ? "zero-before" : "none";
    };
    auto const beyond = [&]() -> std::string {
        switch (format.overflow) {
            case overflow_value::infinity:
                return "infinity";
            case overflow_value::not_a_number:
                return "nan";
            case overflow_value::largest:
                return "largest";
            case overflow_value::wrapped:
                break;
        }
        return "wraps";
    };
    return {format.has_infinity() ? "2" : "0", nan_codes(format), format.signed_zero ? "yes" : "no", beyond(), below()};
}

}  // namespace ulpfield
