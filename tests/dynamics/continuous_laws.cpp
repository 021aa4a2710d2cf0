// The claims about continuous models that `verify` shows, with the numbers of an independent program where there are
// some.
#include "ulpfield/dynamics/continuous_laws.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

using namespace ulpfield;

namespace {

lagrangian L(char const* name) { return parse_lagrangian(name, ratio{1, 1}); }

std::string shown(finding const& found) {
    std::string text;
    if (found.example)
        for (auto const& [name, value] : found.example->values) text += name + " = " + value + "; ";
    return text;
}

constexpr char const* convex_names[] = {"identity",     "tanh",    "rectified:2", "rectified:3",
                                        "polynomial:4", "softmax", "spherical"};

}  // namespace

BOOST_AUTO_TEST_CASE(the_hessian_formula_is_the_derivative_of_the_energy) {
    for (char const* v : {"identity", "tanh", "rectified:3", "polynomial:3", "softmax", "spherical"})
        for (char const* h : {"identity", "rectified:3", "polynomial:3", "softmax", "spherical"}) {
            finding const found = energy_derivative_law(L(v), L(h), {5, 4, 20, 1});
            BOOST_TEST(found.cases == 20U);
            BOOST_TEST(found.violated == 0U, v << "/" << h << " " << shown(found));
        }
}

BOOST_AUTO_TEST_CASE(the_energy_falls_if_both_lagrangians_are_convex_and_may_rise_if_not) {
    for (char const* v : convex_names)
        for (char const* h : convex_names) {
            finding const found = energy_descent_law(L(v), L(h), {5, 4, 20, 2});
            BOOST_TEST(found.violated == 0U, v << "/" << h << " " << shown(found));
        }
    finding const cubic = energy_descent_law(L("identity"), L("polynomial:3"), {5, 4, 100, 2});
    BOOST_TEST(cubic.violated > 0U);
    BOOST_REQUIRE(cubic.example.has_value());
    BOOST_TEST(cubic.example->values.front().first == "v");
    BOOST_TEST(count(cubic.example->memories) == 4U);
}

BOOST_AUTO_TEST_CASE(the_limit_of_the_dense_associative_memory) {
    for (int const n : {2, 3, 4, 5})
        for (bool const rectified : {true, false}) {
            finding const energy = dam_limit_law(dam_limit_statement::energy, n, rectified, {5, 4, 100, 3});
            BOOST_TEST(energy.cases == 100U);
            BOOST_TEST(energy.violated == 0U, shown(energy));
            BOOST_TEST(dam_limit_law(dam_limit_statement::printed_energy, n, rectified, {5, 4, 100, 3}).violated > 90U);
        }
    // Strict disagreement of the limit rule with the energy-difference rule (polynomial F), by enumeration of all
    // memories in an independent program: the share of K = 3, N = 3, 4, 5. 3000 decisions or more, dependent ones: 0.04
    // is four standard deviations.
    struct known_share {
        std::size_t N;
        int n;
        double share;
    };
    for (known_share const& known :
         {known_share{3, 4, 360. / 1536}, known_share{4, 4, 4128. / 16384}, known_share{5, 4, 33720. / 163840},
          known_share{3, 3, 162. / 1536}, known_share{4, 3, 1176. / 16384}, known_share{5, 3, 15750. / 163840}}) {
        finding const rule = dam_limit_law(dam_limit_statement::rule, known.n, false, {known.N, 3, 1000, 1});
        BOOST_TEST(rule.cases == 1000 * known.N);
        double const share = static_cast<double>(rule.violated) / static_cast<double>(rule.cases);
        BOOST_TEST(std::abs(share - known.share) < 0.04, "N=" << known.N << " n=" << known.n << " " << share);
    }
}

BOOST_AUTO_TEST_CASE(the_limit_of_softmax) {
    for (ratio const beta : {ratio{1, 1}, ratio{1, 10}, ratio{20, 1}}) {
        finding const found = softmax_limit_law(beta, {6, 5, 50, 4});
        BOOST_TEST(found.cases == 50U);
        BOOST_TEST(found.violated == 0U, shown(found));
    }
}
