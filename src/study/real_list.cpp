#include "study/real_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "number/value_text.hpp"
#include "study/list.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/nearest_double.hpp"
#include "ulpfield/number/parse_rational.hpp"

namespace ulpfield::study {
namespace {

constexpr std::int64_t most_in_range = 10'000;

constexpr std::size_t most_characters = 400;

constexpr std::size_t most_reals = 1'000'000;

rational in_bounds(std::string_view option_name, std::string_view item, std::string_view text, bool positive) {
    auto const value = read_real(text);
    if (!value)
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item, accepted_reals));
    if (*value < 0 || (positive && *value == 0))
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item,
                                      positive ? "numbers above 0" : "numbers of at least 0"));
    return *value;
}

/// The inner values of FROM:TO:logCOUNT, from (to/from)^(k/(count-1)) for k = 1 .. count-2, each rounded to the same
/// number of significant digits: the fewest, at least 4, that keep the rounding below a hundredth of the step, so that
/// they stay in order and apart. Computed with 256 bits beyond them, the same on every machine.
std::vector<rational> logarithmic_values(rational const& from, rational const& to, std::int64_t count) {
    constexpr mpfr_prec_t guard_bits = 256;
    constexpr mpfr_prec_t most_bits = guard_bits + 4 * static_cast<mpfr_prec_t>(most_characters + 100);
    mpfr_value logarithm(most_bits);  // of to/from
    mpfr_set_q(logarithm.get(), rational(to / from).backend().data(), MPFR_RNDN);
    mpfr_log(logarithm.get(), logarithm.get(), MPFR_RNDN);
    mpfr_value step(guard_bits);
    mpfr_div_si(step.get(), logarithm.get(), static_cast<long>(count - 1), MPFR_RNDN);
    mpfr_expm1(step.get(), step.get(), MPFR_RNDN);
    int digits = 4;
    rational rounding{1, 2000};  // 10^(1-digits)/2
    for (; mpfr_cmp_q(step.get(), rational(100 * rounding).backend().data()) < 0; rounding /= 10) ++digits;
    mpfr_value value(guard_bits + 4 * digits);
    std::vector<rational> values;
    for (std::int64_t k = 1; k + 1 < count; ++k) {
        mpfr_mul_si(value.get(), logarithm.get(), static_cast<long>(k), MPFR_RNDN);
        mpfr_div_si(value.get(), value.get(), static_cast<long>(count - 1), MPFR_RNDN);
        mpfr_exp(value.get(), value.get(), MPFR_RNDN);
        mpfr_mul_q(value.get(), value.get(), from.backend().data(), MPFR_RNDN);
        values.push_back(parse_rational(ulpfield::decimal_text(value.get(), digits)).value());
    }
    return values;
}

}  // namespace

std::optional<rational> read_real(std::string_view text, unsigned decades) {
    if (text.size() > most_characters) return std::nullopt;
    auto const value = parse_rational(text);
    if (!value || *value == 0) return value;
    integer const most = pow(integer(10), decades);
    rational const size = abs(*value);
    return size <= most && size * most >= 1 ? value : std::nullopt;
}

std::vector<rational> parse_reals(std::string_view option_name, std::string_view text, bool positive) {
    std::vector<rational> values;
    std::set<rational> seen;
    auto const add = [&](rational const& value) {
        if (!seen.insert(value).second) return;
        if (values.size() == most_reals)
            throw usage_error(
                fmt::format("{}: more than {} values; accepted: at most so many", option_name, most_reals));
        values.push_back(value);
    };
    for (std::string const& item : split_list(option_name, text)) {
        std::string_view const whole = item;
        std::size_t const first = whole.find(':');
        if (first == std::string_view::npos) {
            add(in_bounds(option_name, item, whole, positive));
            continue;
        }
        std::size_t const second = whole.find(':', first + 1);
        std::string_view const spacing = second == std::string_view::npos ? "" : whole.substr(second + 1);
        bool const logarithmic = spacing.starts_with("log");
        if (!logarithmic && !spacing.starts_with("lin"))
            throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item, accepted_reals));
        rational const from = in_bounds(option_name, item, whole.substr(0, first), positive || logarithmic);
        rational const to =
            in_bounds(option_name, item, whole.substr(first + 1, second - first - 1), positive || logarithmic);
        if (from >= to)
            throw usage_error(
                fmt::format("{}: range '{}' runs downwards; accepted: {}", option_name, item, accepted_reals));
        std::int64_t const count = parse_integer(option_name, spacing.substr(3), 2, most_in_range);
        add(from);
        if (logarithmic)
            for (rational const& value : logarithmic_values(from, to, count)) add(value);
        else
            for (std::int64_t k = 1; k + 1 < count; ++k) add(from + (to - from) * rational(k, count - 1));
        add(to);
    }
    return values;
}

rational parse_real(std::string_view option_name, std::string_view text, bool positive) {
    std::vector<rational> const values = parse_reals(option_name, text, positive);
    if (values.size() != 1)
        throw usage_error(fmt::format("{}: '{}' are {} values; accepted: one", option_name, text, values.size()));
    return values.front();
}

std::string decimal_text(rational const& value) { return fmt::format("{}", nearest_double(value)); }

std::string exact_text(rational const& value) {
    std::string const decimal = decimal_text(value);
    return parse_rational(decimal) == value ? decimal : value.str();
}

}  // namespace ulpfield::study
