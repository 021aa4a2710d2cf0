// + - * / sqrt and conversions of every number type against MPFR on random and hostile pairs of operands.
// test_number_arithmetic -- PAIRS: so many pairs for each format.

#include <boost/test/unit_test.hpp>
#include <iomanip>

#include "support/hostile_numbers.hpp"
#include "support/mpfr_reference.hpp"
#include "support/pair_count.hpp"
#include "ulpfield/number/elementary.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

constexpr std::uint64_t seed = 0x6e756d62657273ULL;

/// Runs one format's pairs and reports the first mismatches.
template <class Real>
class comparison {
public:
    explicit comparison(number_format const& format) : format_(format) {}

    using conversion = parts_conversion<Real>;

    void run(std::uint64_t pairs) {
        for (pair_ = 0; pair_ < pairs; ++pair_) {
            auto const [left, right] = numbers_.next();
            Real const x = conversion::make(left);
            Real const y = conversion::make(right);
            set_parts(x_, left);
            set_parts(y_, right);
            check("+", x + y, [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_add(r, x_, y_, nearest); });
            check("-", x - y, [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_sub(r, x_, y_, nearest); });
            check("*", x * y, [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_mul(r, x_, y_, nearest); });
            check("/", x / y, [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_div(r, x_, y_, nearest); });
            check("sqrt", elementary::sqrt(x),
                  [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_sqrt(r, x_, nearest); });
            check_double(numbers_.any_double());
            check_double_beside(left);
            if (pair_ % 8 == 0) check_the_rest(x, y);
        }
        BOOST_TEST_MESSAGE(format_.name << ": " << pairs << " pairs, " << checked_ << " results, " << mismatches_
                                        << " mismatches");
        BOOST_TEST(mismatches_ == 0U, format_.name << ": " << mismatches_ << " mismatches");
    }

private:
    template <class Operation>
    void check(char const* name, Real const& computed, Operation const& operation) {
        reference_result(expected_, format_, operation);
        conversion::read(computed_, computed);
        ++checked_;
        if (!same_number(computed_, expected_)) report(name, hexadecimal(expected_), hexadecimal(computed_));
    }

    /// From double: a value of the format, and what lies on and beside the midpoint above it.
    void check_double_beside(number_parts const& near) {
        if (format_.precision > 52 || near.what != number_parts::kind::finite) return;
        number_parts midpoint = near;
        midpoint.significand = 2 * near.significand + (numbers_.below(4) == 0 ? 0U : 1U);
        midpoint.exponent = near.exponent - 1;
        double value = native_from_parts<double>(midpoint);
        std::int64_t const side = numbers_.below(4);
        if (side == 1) value = std::nextafter(value, std::numeric_limits<double>::infinity());
        if (side == 2) value = std::nextafter(value, 0.0);
        check_double(value);
    }

    /// What cannot fail for rare operands only: negation, +=, order, conversion from int.
    void check_the_rest(Real const& x, Real const& y) {
        Real sum = x;
        sum += y;
        check("+=", sum, [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_add(r, x_, y_, nearest); });
        check("negate", -x, [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_neg(r, x_, nearest); });
        bool const same = mpfr_equal_p(x_, y_) != 0;
        bool const less = mpfr_less_p(x_, y_) != 0;
        bool const greater = mpfr_greater_p(x_, y_) != 0;
        if ((x == y) != same || (x < y) != less || (x > y) != greater || (x <= y) != (less || same) ||
            (x >= y) != (greater || same))
            report("order", "", "");
        int const whole = numbers_.any_int();
        check("int", Real(whole), [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_set_si(r, whole, nearest); });
    }

    void check_double(double value) {
        mpfr_set_d(double_, value, MPFR_RNDN);
        check("double", convert(value), [&](mpfr_ptr r, mpfr_rnd_t nearest) { return mpfr_set_d(r, value, nearest); });
    }

    static Real convert(double value) {
        if constexpr (std::floating_point<Real>)
            return static_cast<Real>(value);
        else
            return Real(value);
    }

    void report(char const* name, std::string const& expected, std::string const& computed) {
        if (++mismatches_ <= 5)
            BOOST_TEST_MESSAGE(format_.name << " " << name << " of " << hexadecimal(x_) << ", " << hexadecimal(y_)
                                            << " or of the double " << hexadecimal(double_) << ": " << computed
                                            << " instead of " << expected << " (seed 0x" << std::hex << seed << std::dec
                                            << ", pair " << pair_ << ")");
    }

    number_format const format_;
    hostile_numbers numbers_{format_, seed};
    plain_mpfr x_{128};
    plain_mpfr y_{128};
    plain_mpfr double_{53};
    plain_mpfr expected_{format_.precision};
    plain_mpfr computed_{128};
    std::uint64_t pair_ = 0;
    std::uint64_t checked_ = 0;
    std::uint64_t mismatches_ = 0;
};

BOOST_AUTO_TEST_CASE_TEMPLATE(machine_types_round_as_mpfr_does, Real, machine_types) {
    in_every_format<Real>([](number_format const& format) { comparison<Real>(format).run(pair_count()); });
}

BOOST_AUTO_TEST_CASE(mpfr_real_rounds_as_mpfr_does) {
    in_every_format<working_real>(
        [](number_format const& format) { comparison<working_real>(format).run(pair_count()); });
}

}  // namespace
