// All values of fp8, fp16 and bf16 through conversion from double, number_traits and sqrt, by the formats' code tables.

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/coded_format.hpp"
#include "support/mpfr_reference.hpp"
#include "support/number_subject.hpp"
#include "ulpfield/number/elementary.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

/// The codes of a number type without infinities or with them.
template <class Real, int exponent_bits, int fraction_bits, bool with_infinities = true>
struct coded {
    using Number = Real;
    static constexpr bool infinities = with_infinities;
    coded_format const codes{exponent_bits, fraction_bits, with_infinities};
    /// What the first code that is not finite stands for.
    [[nodiscard]] double value(unsigned code) const {
        double const lost = infinities ? std::numeric_limits<double>::infinity() : std::nan("");
        double const magnitude = codes.finite(code) ? static_cast<double>(codes.magnitude(code)) : lost;
        return codes.negative(code) ? -magnitude : magnitude;
    }
};

using coded_types =
    std::tuple<coded<fp8e4m3, 4, 3, false>, coded<fp8e5m2, 5, 2>, coded<fp16, 5, 10>, coded<bf16, 8, 7>>;

bool same_double(double x, double y) {
    return (std::isnan(x) && std::isnan(y)) || std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
}

/// Counts mismatches and prints the first.
class mismatch_count {
public:
    void check(double argument, double computed, double expected, char const* what) {
        if (same_double(computed, expected) || ++count_ > 5) return;
        BOOST_TEST_MESSAGE(what << " of " << std::hexfloat << argument << " is " << computed << " instead of "
                                << expected << std::defaultfloat);
    }
    [[nodiscard]] int count() const { return count_; }

private:
    int count_ = 0;
};

BOOST_AUTO_TEST_CASE_TEMPLATE(every_code_is_a_value, Coded, coded_types) {
    using Real = typename Coded::Number;
    using traits = number_traits<Real>;
    Coded const coded;
    mismatch_count mismatches;
    plain_mpfr exact(traits::format().precision);
    for (unsigned code = 0; code < coded.codes.codes(); ++code) {
        // Codes beyond the first that is not finite are NaN.
        bool const known = (code & ~coded.codes.sign_bit()) <= coded.codes.beyond_largest();
        double const x = known ? coded.value(code) : std::nan("");
        mismatches.check(x, Real(x).to_double(), x, "conversion");
        mismatches.check(x, (-Real(x)).to_double(), -x, "negation");
        traits::to_mpfr(exact, Real(x));
        mismatches.check(x, mpfr_get_d(exact, MPFR_RNDN), x, "to_mpfr");
        mismatches.check(x, traits::from_mpfr(exact).to_double(), x, "from_mpfr");
        BOOST_TEST(traits::is_infinite(Real(x)) == std::isinf(x));
        BOOST_TEST(is_nan(Real(x)) == std::isnan(x));
        bool const below = std::fabs(x) < std::ldexp(1.0, static_cast<int>(traits::format().emin));
        BOOST_TEST(traits::below_normal(Real(x)) == below);
    }
    BOOST_TEST(mismatches.count() == 0);
}

/// Between adjacent values: the midpoint goes to the even code, its neighbours among the doubles to the nearer value.
BOOST_AUTO_TEST_CASE_TEMPLATE(midpoints_of_all_adjacent_values_go_to_even, Coded, coded_types) {
    using Real = typename Coded::Number;
    Coded const coded;
    mismatch_count mismatches;
    for (unsigned code = 0; code < coded.codes.beyond_largest(); ++code) {
        auto const low = static_cast<double>(coded.codes.magnitude(code));
        auto const high = static_cast<double>(coded.codes.magnitude(code + 1));
        double const midpoint = (low + high) / 2;
        double const from_below = coded.value(code);
        double const from_above = coded.value(code + 1);
        double const even = code % 2 == 0 ? from_below : from_above;
        for (double const sign : {1.0, -1.0}) {
            auto const check = [&](double x, double expected) {
                mismatches.check(sign * x, Real(sign * x).to_double(), sign * expected, "conversion");
            };
            check(midpoint, even);
            check(std::nextafter(midpoint, low), from_below);
            check(std::nextafter(midpoint, high), from_above);
            check(std::nextafter(low, high), from_below);
            check(std::nextafter(high, low), from_above);
            check((low + midpoint) / 2, from_below);
            check((high + midpoint) / 2, from_above);
        }
    }
    BOOST_TEST(mismatches.count() == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(extreme_doubles, Coded, coded_types) {
    using Real = typename Coded::Number;
    double const lost = Coded::infinities ? std::numeric_limits<double>::infinity() : std::nan("");
    double const huge[] = {1e300, 0x1p128, 0x1.fffffep127 * 2, std::numeric_limits<double>::max()};
    double const tiny[] = {5e-324, 1e-300, 0x1p-1022, 0x1p-134, 0x1p-150};
    for (double const sign : {1.0, -1.0}) {
        for (double const x : huge) BOOST_TEST(same_double(Real(sign * x).to_double(), sign * lost), x);
        for (double const x : tiny) BOOST_TEST(same_double(Real(sign * x).to_double(), sign * 0.0), x);
    }
}

/// The root r of every value: the midpoints beside r, squared, enclose the argument. They have p+1 bits, so that their
/// squares are exact in double and never equal to it.
BOOST_AUTO_TEST_CASE_TEMPLATE(sqrt_of_every_value_is_the_nearest, Coded, coded_types) {
    using Real = typename Coded::Number;
    Coded const coded;
    int wrong = 0;
    unsigned root = 0;
    for (unsigned code = 0; code < coded.codes.beyond_largest(); ++code) {
        double const x = coded.value(code);
        double const r = elementary::sqrt(Real(x)).to_double();
        // Roots grow with the argument: walk up the table to this one's code.
        while (root < coded.codes.beyond_largest() && coded.value(root) < r) ++root;
        bool const found = same_double(coded.value(root), r);
        double const above = (r + static_cast<double>(coded.codes.magnitude(root + 1))) / 2;
        double const below = root == 0 ? -above : (r + static_cast<double>(coded.codes.magnitude(root - 1))) / 2;
        if (!found || !(above * above > x) || !(below < 0 || below * below < x)) {
            if (++wrong <= 5) BOOST_TEST_MESSAGE("sqrt of " << std::hexfloat << x << " is not " << r);
        }
        if (code > 0) BOOST_TEST(is_nan(elementary::sqrt(Real(-x))));
    }
    BOOST_TEST(wrong == 0);
    BOOST_TEST(same_double(elementary::sqrt(Real(-0.0)).to_double(), -0.0));
    BOOST_TEST(is_nan(elementary::sqrt(Real(std::nan("")))));
    double const lost = Coded::infinities ? std::numeric_limits<double>::infinity() : std::nan("");
    BOOST_TEST(same_double(elementary::sqrt(Real(std::numeric_limits<double>::infinity())).to_double(), lost));
}

}  // namespace
