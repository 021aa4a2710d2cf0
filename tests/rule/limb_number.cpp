// Sums in fixed limbs are those of MPFR: ties, cancellation, carries into the next power of two, every distance between
// exponents.
#include "rule/limb_number.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

#include "ulpfield/number/random_words.hpp"

using namespace ulpfield;

namespace {

/// p bits or fewer: random, a run of ones, one or two single bits; the exponent near 0, near +-p or anywhere between.
void set_any(mpfr_ptr x, int p, random_words& words) {
    auto const bits = static_cast<unsigned>(p);
    mpfr_value part(64);
    mpfr_set_ui(x, 1, MPFR_RNDN);
    switch (words() % 4) {
        case 0:
            for (unsigned k = 0; k < bits; k += 64) {
                mpfr_set_uj(part.get(), words(), MPFR_RNDN);
                mpfr_mul_2si(part.get(), part.get(), -static_cast<long>(k), MPFR_RNDN);
                mpfr_add(x, x, part.get(), MPFR_RNDZ);
            }
            break;
        case 1:
            mpfr_mul_2ui(x, x, words() % bits + 1, MPFR_RNDN);
            mpfr_sub_ui(x, x, 1, MPFR_RNDZ);
            break;
        case 2:
            mpfr_mul_2ui(x, x, words() % bits, MPFR_RNDN);
            mpfr_add_ui(x, x, words() % 2, MPFR_RNDZ);
            break;
        default:
            mpfr_set_uj(x, words(), MPFR_RNDZ);
    }
    if (words() % 2 == 0) mpfr_neg(x, x, MPFR_RNDN);
    if (mpfr_zero_p(x) != 0) return;
    auto const anywhere = static_cast<long>(words() % (2 * bits + 140)) - p - 70;
    auto const near = static_cast<long>(words() % 7) - 3;
    mpfr_set_exp(x, words() % 3 == 0 ? near : words() % 2 == 0 ? anywhere : (words() % 2 == 0 ? p : -p) + near);
}

template <std::size_t L>
void check_sums(int p) {
    random_words words(static_cast<std::uint64_t>(p));
    mpfr_value a(p);
    mpfr_value b(p);
    mpfr_value sum(p);
    mpfr_value expected(p);
    int different = 0;
    for (int trial = 0; trial < 30000; ++trial) {
        set_any(a.get(), p, words);
        set_any(b.get(), p, words);
        if (words() % 40 == 0) {
            mpfr_neg(b.get(), a.get(), MPFR_RNDN);
            if (words() % 2 == 0) mpfr_nextabove(b.get());
        }
        if (words() % 100 == 0) mpfr_set_zero(b.get(), words() % 2 == 0 ? 1 : -1);
        limb_number<L> x(a.get());
        x.add(limb_number<L>(b.get()), p);
        x.get(sum.get());
        mpfr_add(expected.get(), a.get(), b.get(), MPFR_RNDN);
        different += mpfr_equal_p(sum.get(), expected.get()) != 0 ? 0 : 1;
    }
    BOOST_TEST(different == 0, p << " bits");
}

}  // namespace

BOOST_AUTO_TEST_CASE(sums_in_limbs_are_those_of_mpfr) {
    for (int const p : {2, 11, 53, 63, 64}) check_sums<1>(p);
    for (int const p : {65, 113, 127, 128}) check_sums<2>(p);
    for (int const p : {129, 192}) check_sums<3>(p);
    for (int const p : {193, 255, 256}) check_sums<4>(p);
    check_sums<5>(300);
    check_sums<8>(449);
    check_sums<8>(512);
}
