#pragma once
#include <cmath>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ulpfield/interaction/bounded_double.hpp"
#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// F(x) = e^(lambda x) on the whole line, lambda > 0 rational; n plays no part. Not homogeneous.   Source: Demircigil
/// et al. 2017 and McAlister et al. Eq. 12 (lambda = 1). In a format: lambda rounded once, the product rounded
/// (lambda = 1: none), e^x correctly rounded.
struct exponential {
    ratio lambda{1, 1};

    static constexpr std::string_view accepted = "exponential, exponential:LAMBDA";
    static constexpr std::string_view accepted_parameter =
        "LAMBDA a decimal or rational above 0, at most 1000000, default 1";
    /// std::invalid_argument for a LAMBDA that is none.
    [[nodiscard]] static std::optional<exponential> parse(std::string_view text, int /*order*/) {
        auto const rate = parse_rate("exponential", text);
        return rate ? std::optional(exponential{*rate}) : std::nullopt;
    }
    /// LAMBDA of KIND or KIND:LAMBDA; nothing if the text begins otherwise.
    [[nodiscard]] static std::optional<ratio> parse_rate(std::string_view kind, std::string_view text) {
        if (text == kind) return ratio{1, 1};
        if (!text.starts_with(kind) || text[kind.size()] != ':') return std::nullopt;
        auto const rate = parse_ratio(text.substr(kind.size() + 1));
        if (!rate) throw std::invalid_argument("LAMBDA is not a number of at most 18 digits in");
        // p/q in lowest terms: its integral part reaches the most without exceeding it only if q = 1.
        std::int64_t const whole = rate->numerator / rate->denominator;
        if (rate->numerator <= 0 || whole > most_rate || (whole == most_rate && rate->denominator != 1))
            throw std::invalid_argument("LAMBDA is not above 0 and at most 1000000 in");
        return rate;
    }
    static constexpr std::int64_t most_rate = 1'000'000;

    [[nodiscard]] std::string name() const {
        return lambda == ratio{1, 1} ? "exponential" : "exponential:" + lambda.text();
    }
    [[nodiscard]] static std::optional<int> degree() { return std::nullopt; }

    template <rounding_real Real>
    [[nodiscard]] Real operator()(Real const& x, power_method = power_method::binary) const {
        return elementary::exp(exponent(x));
    }

    /// F'(x) = lambda e^(lambda x)
    template <rounding_real Real>
    [[nodiscard]] Real derivative(Real const& x, power_method = power_method::binary) const {
        return times_rate(elementary::exp(exponent(x)));
    }

    template <rounding_real Real>
    [[nodiscard]] Real second_derivative(Real const& x, power_method = power_method::binary) const {
        return times_rate(times_rate(elementary::exp(exponent(x))));
    }

    /// F(a) - F(b) without cancellation: with x the larger, e^x - e^y = -e^x expm1(y - x).
    template <rounding_real Real>
    [[nodiscard]] Real difference(Real const& a, Real const& b, power_method) const {
        if (a >= b) return -(elementary::exp(exponent(a)) * elementary::expm1(exponent(Real(b - a))));
        return elementary::exp(exponent(b)) * elementary::expm1(exponent(Real(a - b)));
    }

    template <rounding_real Real>
    [[nodiscard]] signed_logarithm<Real> logarithm(Real const& x) const {
        return {1, exponent(x)};
    }

    /// lambda x in double is within d = 12u lambda reach of lambda y (lambda p/q 3u, the product u, the argument 8u);
    /// e^d - 1 <= 1.3 d for d <= 1/2; the library's exp is taken to be within 4 ulp, 8u.
    [[nodiscard]] bounded_double in_double(double x, double reach) const {
        double const rate = static_cast<double>(lambda.numerator) / static_cast<double>(lambda.denominator);
        double const distance = 12 * double_roundoff * rate * reach;
        double const value = std::exp(rate * x);
        if (!(distance <= 0.5)) return {value, std::numeric_limits<double>::infinity()};
        return {value, value * (1.5 * distance + 16 * double_roundoff)};
    }

    [[nodiscard]] exponential_form exponential_terms() const {
        return {{{1, lambda.numerator}}, lambda.denominator, 1};
    }

private:
    template <rounding_real Real>
    [[nodiscard]] Real times_rate(Real const& x) const {
        return lambda == ratio{1, 1} ? x : constant<Real>(lambda.numerator, lambda.denominator) * x;
    }
    template <rounding_real Real>
    [[nodiscard]] Real exponent(Real const& x) const {
        return times_rate(x);
    }
};

}  // namespace ulpfield
