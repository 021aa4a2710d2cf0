#pragma once
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>
#include <vector>

#include "ulpfield/interaction/interaction.hpp"

namespace ulpfield::test {

/// F(x) = x^3 - 3x^2 + x/2: rational-valued, neither homogeneous nor monotone, no power above zero and without an
/// order. No user of the library has it: what holds for it holds for every F that brings its members.
struct wavy_cubic {
    static constexpr std::string_view accepted = "wavy";
    static constexpr std::string_view accepted_parameter = "";
    static std::optional<wavy_cubic> parse(std::string_view text, int) {
        return text == "wavy" ? std::optional(wavy_cubic{}) : std::nullopt;
    }
    static std::string name() { return "wavy"; }
    static std::optional<int> degree() { return std::nullopt; }

    template <real Real>
    Real operator()(Real const& x, power_method = power_method::binary) const {
        return x * x * x - Real(3) * (x * x) + x / Real(2);
    }
    template <real Real>
    Real derivative(Real const& x, power_method = power_method::binary) const {
        return Real(3) * (x * x) - Real(6) * x + Real(1) / Real(2);
    }
    template <real Real>
    Real second_derivative(Real const& x, power_method = power_method::binary) const {
        return Real(6) * x - Real(6);
    }
    /// (a - b)(a^2 + b^2 + ab - 3(a + b) + 1/2)
    template <rounding_real Real>
    Real difference(Real const& a, Real const& b, power_method) const {
        return (a - b) * ((a * a + b * b) + a * b - Real(3) * (a + b) + Real(1) / Real(2));
    }
    template <rounding_real Real>
    signed_logarithm<Real> logarithm(Real const& x) const {
        Real const value = (*this)(x);
        if (value == Real(0)) return {};
        return {value < Real(0) ? -1 : 1, elementary::log(magnitude(value))};
    }
    /// |F'| <= 3r^2 + 6r + 1/2 and six roundings of terms of that size times r.
    bounded_double in_double(double x, double r) const {
        return {(*this)(x), 64 * double_roundoff * (r * r * r + r * r + r)};
    }
    /// 2 F(X/Q) Q^3
    static int exact_power() { return 3; }
    static std::int64_t exact_denominator() { return 2; }
    template <unbounded_integer Integer>
    Integer exact(Integer const& X, powers_of<Integer> const& Q) const {
        return X * X * X * 2 - X * X * 6 * Q(1) + X * Q(2);
    }
};
static_assert(interaction_members<wavy_cubic>::complete);

/// Every interaction function of the library of order n: each text that is accepted, its parameter (capitals behind a
/// colon) replaced by sample values.
inline std::vector<interaction> every_interaction(int n) {
    static std::map<std::string, std::vector<std::string>> const samples = {{"EPS", {"1/100", "1/3", "0", "1"}},
                                                                            {"LAMBDA", {"1/2", "3", "0.01"}}};
    std::string const& all = accepted_interactions();
    std::string names = all.substr(0, all.find(';')) + ", ";
    std::vector<interaction> list;
    for (std::size_t end = 0; (end = names.find(", ")) != std::string::npos; names.erase(0, end + 2)) {
        std::string const text = names.substr(0, end);
        std::size_t const colon = text.find(':');
        if (colon == std::string::npos) {
            list.push_back(parse_interaction(text, n));
            continue;
        }
        auto const known = samples.find(text.substr(colon + 1));
        BOOST_REQUIRE_MESSAGE(known != samples.end(), "no sample values for the parameter of " << text);
        for (std::string const& value : known->second)
            list.push_back(parse_interaction(text.substr(0, colon + 1) + value, n));
    }
    return list;
}

/// Calls visit(F) with each of them, and with each function of the tests' own.
template <class Visit>
void for_each_function(int n, Visit const& visit) {
    for (interaction const& F : every_interaction(n)) std::visit(visit, F);
    visit(wavy_cubic{});
}

}  // namespace ulpfield::test
