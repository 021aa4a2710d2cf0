#pragma once
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/interaction/bounded_double.hpp"
#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/power.hpp"

namespace ulpfield {

/// The members of an interaction function, each member with the message that is read where it is missing. Optional:
/// an int member `n`, its order (of_order sets it), and what power_above_zero names.
template <class F>
struct interaction_members {
    static_assert(
        requires {
            { F::accepted } -> std::convertible_to<std::string_view>;
        },
        "interaction::accepted is missing: static std::string_view, the texts it is named by, for messages");
    static_assert(
        requires {
            { F::accepted_parameter } -> std::convertible_to<std::string_view>;
        },
        "interaction::accepted_parameter is missing: static std::string_view, what its parameter may be; or empty");
    static_assert(
        requires(std::string_view text) {
            { F::parse(text, 2) } -> std::same_as<std::optional<F>>;
        },
        "interaction::parse is missing: static std::optional<F> parse(std::string_view text, int order); nothing for a "
        "text that is another's, std::invalid_argument for a bad parameter");
    static_assert(
        requires(F const& f) {
            { f.name() } -> std::convertible_to<std::string>;
        },
        "interaction::name is missing: std::string name() const, which parse takes back");
    static_assert(
        requires(F const& f) {
            { f.degree() } -> std::same_as<std::optional<int>>;
        },
        "interaction::degree is missing: std::optional<int> degree() const, d with F(alpha x) = alpha^d F(x) for all x "
        "and alpha > 0, if there is one");
    static_assert(
        requires(F const& f, double x) {
            { f(x, power_method::binary) } -> std::same_as<double>;
        },
        "interaction::operator() is missing: Real operator()(Real const& x, power_method) const, F(x)");
    static_assert(
        requires(F const& f, double x) {
            { f.derivative(x, power_method::binary) } -> std::same_as<double>;
        },
        "interaction::derivative is missing: Real derivative(Real const& x, power_method) const, F'(x)");
    static_assert(
        requires(F const& f, double x) {
            { f.second_derivative(x, power_method::binary) } -> std::same_as<double>;
        },
        "interaction::second_derivative is missing: Real second_derivative(Real const& x, power_method) const, F''(x)");
    static_assert(
        requires(F const& f, double x) {
            { f.difference(x, x, power_method::binary) } -> std::same_as<double>;
        },
        "interaction::difference is missing: Real difference(Real const& a, Real const& b, power_method) const, "
        "F(a) - F(b) without cancellation where F allows it, and -difference(b, a)");
    static_assert(
        requires(F const& f, double x) {
            { f.logarithm(x) } -> std::same_as<signed_logarithm<double>>;
        },
        "interaction::logarithm is missing: signed_logarithm<Real> logarithm(Real const& x) const, log |F(x)|");
    static_assert(
        requires(F const& f, double x) {
            { f.in_double(x, x) } -> std::same_as<bounded_double>;
        },
        "interaction::in_double is missing: bounded_double in_double(double x, double reach) const, F with a proved "
        "error bound (bounded_double.hpp)");
    static_assert(rational_valued<F> || exponential_valued<F>,
                  "interaction's exact form is missing: exact(X, Q), exact_power() and exact_denominator() of rational "
                  "values, or exponential_terms() of a sum of exponentials (exact_form.hpp)");
    static_assert(!(rational_valued<F> && exponential_valued<F>), "interaction's exact form is given twice");

    static constexpr bool complete = true;
};

template <class List>
inline constexpr bool all_complete = false;
template <class... F>
inline constexpr bool all_complete<std::variant<F...>> = (interaction_members<F>::complete && ...);

}  // namespace ulpfield
