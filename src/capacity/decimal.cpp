#include "capacity/decimal.hpp"
#include "capacity/stop_point.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <stdexcept>

namespace ulpfield::capacity {
namespace {

/// Significant digits d1d2d3... of 0.d1d2d3... * 10^exponent, written in the way of C's %g.
std::string layout(bool negative, std::string const& digits, integer const& exponent) {
    std::string text = negative ? "-" : "";
    integer const scientific = exponent - 1;
    integer const count = static_cast<long>(digits.size());
    if (scientific < -5 || exponent > count) {
        text += digits.substr(0, 1);
        if (digits.size() > 1) text += "." + digits.substr(1);
        return text + "e" + scientific.str();
    }
    auto const position = exponent.convert_to<long>();
    if (position <= 0) return text + "0." + std::string(static_cast<std::size_t>(-position), '0') + digits;
    auto const whole = static_cast<std::size_t>(position);
    text += digits.substr(0, whole);
    if (whole < digits.size()) text += "." + digits.substr(whole);
    return text;
}

std::string digits_of(mpfr_srcptr value, int digits, mpfr_exp_t& exponent, mpfr_rnd_t round) {
    char* const raw = mpfr_get_str(nullptr, &exponent, 10, static_cast<std::size_t>(digits), value, round);
    std::string text(raw);
    mpfr_free_str(raw);
    return text;
}

/// Mantissa and exponent of e^(logarithm), one end of the enclosure after the other.
struct power_of_ten {
    enclosure mantissa;  // in [1, 10) up to the width of the enclosure
    integer exponent;
};

power_of_ten split(enclosure const& logarithm) {
    enclosure const decadic = logarithm / log(enclosure(10L));
    integer floor;
    mpfr_get_z(floor.backend().data(), decadic.low(), MPFR_RNDD);
    enclosure const fraction = decadic - enclosure(floor);
    return {exp(fraction * log(enclosure(10L))), floor};
}

}  // namespace

std::optional<std::string> decimal(quantity const& value, int digits) {
    enclosure bounds = value.bounds;
    integer shift = 0;
    if (value.logarithmic) {
        if (mpfr_number_p(bounds.low()) == 0 || mpfr_number_p(bounds.high()) == 0) return std::nullopt;
        power_of_ten parts = split(bounds);
        bounds = std::move(parts.mantissa);
        shift = std::move(parts.exponent);
    }
    if (mpfr_number_p(bounds.low()) == 0 || mpfr_number_p(bounds.high()) == 0) return std::nullopt;
    if (mpfr_zero_p(bounds.low()) != 0 && mpfr_zero_p(bounds.high()) != 0) return "0";
    if (mpfr_sgn(bounds.low()) * mpfr_sgn(bounds.high()) <= 0) return std::nullopt;
    mpfr_exp_t low_exponent = 0;
    mpfr_exp_t high_exponent = 0;
    std::string low = digits_of(bounds.low(), digits, low_exponent, MPFR_RNDN);
    std::string const high = digits_of(bounds.high(), digits, high_exponent, MPFR_RNDN);
    if (low != high || low_exponent != high_exponent) return std::nullopt;
    bool const negative = low.front() == '-';
    if (negative) low.erase(0, 1);
    if (bounds.is_point() && !value.logarithmic && !value.rounded) {
        // An exact value whose expansion ends early is written without the zeros that follow.
        auto const end = low.find_last_not_of('0');
        low.resize(std::max<std::size_t>(end + 1, 1));
        if (low_exponent > 0 && low_exponent <= digits)
            low.resize(std::max(low.size(), static_cast<std::size_t>(low_exponent)), '0');
    }
    return layout(negative, low, shift + low_exponent);
}

std::string decimal_bound(quantity const& value, int digits, bool upper) {
    enclosure bounds = value.bounds;
    integer shift = 0;
    if (value.logarithmic) {
        power_of_ten parts = split(bounds);
        bounds = std::move(parts.mantissa);
        shift = std::move(parts.exponent);
    }
    mpfr_srcptr const end = upper ? bounds.high() : bounds.low();
    if (mpfr_zero_p(end) != 0) return "0";
    if (mpfr_inf_p(end) != 0) return mpfr_sgn(end) > 0 ? "inf" : "-inf";
    mpfr_exp_t exponent = 0;
    std::string text = digits_of(end, digits, exponent, upper ? MPFR_RNDU : MPFR_RNDD);
    bool const negative = text.front() == '-';
    if (negative) text.erase(0, 1);
    return layout(negative, text, shift + exponent);
}

std::string decimal(rational const& value, int digits) {
    integer const denominator = boost::multiprecision::denominator(value);
    integer const numerator = boost::multiprecision::numerator(value);
    if (denominator == 1) return numerator.str();
    bool const negative = numerator < 0;
    integer const magnitude = abs(numerator);
    // 10^(exponent-1) <= |value| < 10^exponent, found from the lengths and corrected.
    long exponent = static_cast<long>(magnitude.str().size()) - static_cast<long>(denominator.str().size()) + 1;
    auto const ten_to = [](long n) { return pow(integer(10), static_cast<unsigned>(n)); };
    auto const scaled = [&](long shift) {  // |value| * 10^shift, rounded to nearest, ties to even
        integer const top = shift >= 0 ? magnitude * ten_to(shift) : magnitude;
        integer const bottom = shift >= 0 ? denominator : denominator * ten_to(-shift);
        integer quotient;
        integer remainder;
        divide_qr(top, bottom, quotient, remainder);
        int const half = (remainder * 2).compare(bottom);
        if (half > 0 || (half == 0 && (quotient & 1) == 1)) ++quotient;
        return quotient;
    };
    std::string text = scaled(digits - exponent).str();
    if (static_cast<long>(text.size()) < digits) text = scaled(digits - --exponent).str();
    if (static_cast<long>(text.size()) > digits) {
        ++exponent;
        text = scaled(digits - exponent).str();
        if (static_cast<long>(text.size()) < digits) text.append(1, '0');
    }
    auto const end = text.find_last_not_of('0');
    std::string const short_text = text.substr(0, end + 1);
    long const places = static_cast<long>(short_text.size()) - exponent;
    bool const exact = places >= 0 && (magnitude * ten_to(places)) % denominator == 0;
    std::string shown = exact ? short_text : text;
    if (static_cast<long>(shown.size()) < exponent && exponent <= digits)
        shown.resize(static_cast<std::size_t>(exponent), '0');
    return layout(negative, shown, integer(exponent));
}

std::string proved_decimal(std::function<quantity()> const& evaluate, int digits, long extra_bits) {
    long const wanted = static_cast<long>(std::ceil(digits * 3.3219280948873626)) + 24;
    for (long bits = wanted + extra_bits; bits < (1L << 20); bits += 64 + (bits - wanted)) {
        stop_point();
        working_precision const guard(bits);
        if (auto const text = decimal(evaluate(), digits)) return *text;
    }
    throw std::runtime_error("the digits could not be proved with 2^20 bits");
}

double log_of_decimal(std::string const& text) {
    working_precision const guard(80);
    mpfr_value value = fresh();
    auto const mark = text.find('e');
    if (mpfr_set_str(value.get(), text.substr(0, mark).c_str(), 10, MPFR_RNDN) != 0)
        throw std::invalid_argument("not a decimal number: " + text);
    if (mpfr_zero_p(value.get()) != 0) return -HUGE_VAL;
    mpfr_abs(value.get(), value.get(), MPFR_RNDN);
    mpfr_log(value.get(), value.get(), MPFR_RNDN);
    double const exponent = mark == std::string::npos ? 0.0 : std::strtod(text.c_str() + mark + 1, nullptr);
    return mpfr_get_d(value.get(), MPFR_RNDN) + exponent * 2.302585092994045684;
}

}  // namespace ulpfield::capacity
