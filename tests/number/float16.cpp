// fp16 against the compiler's own _Float16 (where it has one) on random and hostile pairs.

#include <bit>
#include <boost/test/unit_test.hpp>

#include "support/hostile_numbers.hpp"
#include "support/pair_count.hpp"
#include "ulpfield/number/elementary.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

#ifdef __FLT16_MANT_DIG__

constexpr std::uint64_t seed = 0x68616c66ULL;

std::uint16_t bits(_Float16 x) { return std::bit_cast<std::uint16_t>(x); }

/// The same bits; every NaN is the same.
bool same(fp16 computed, _Float16 expected) {
    if (expected != expected) return is_nan(computed);
    return std::bit_cast<std::uint64_t>(computed.to_double()) ==
           std::bit_cast<std::uint64_t>(static_cast<double>(expected));
}

BOOST_AUTO_TEST_CASE(fp16_is_the_compilers_float16) {
    number_format const format = parse_format("fp16");
    hostile_numbers numbers(format, seed);
    std::uint64_t const pairs = pair_count();
    std::uint64_t mismatches = 0;
    for (std::uint64_t pair = 0; pair < pairs; ++pair) {
        // A third of the pairs are bits at random.
        std::uint64_t const word = numbers.word();
        auto x = std::bit_cast<_Float16>(static_cast<std::uint16_t>(word));
        auto y = std::bit_cast<_Float16>(static_cast<std::uint16_t>(word >> 16));
        if (word % 3 != 0) {
            auto const [left, right] = numbers.next();
            x = static_cast<_Float16>(native_from_parts<double>(left));
            y = static_cast<_Float16>(native_from_parts<double>(right));
        }
        fp16 const a(static_cast<double>(x));
        fp16 const b(static_cast<double>(y));
        double const any = numbers.any_double();
        auto const check = [&](char const* name, fp16 computed, _Float16 expected) {
            if (same(computed, expected) || ++mismatches > 5) return;
            BOOST_TEST_MESSAGE(name << " of bits " << std::hex << bits(x) << ", " << bits(y)
                                    << " or of the double bits " << std::bit_cast<std::uint64_t>(any) << ": "
                                    << std::hexfloat << computed.to_double() << " instead of "
                                    << static_cast<double>(expected) << std::dec << " (seed " << seed << ", pair "
                                    << pair << ")");
        };
        check("+", a + b, x + y);
        check("-", a - b, x - y);
        check("*", a * b, x * y);
        check("/", a / b, x / y);
        // The root of binary32, 24 >= 2 * 11 + 2, rounded once more is correctly rounded.
        check("sqrt", elementary::sqrt(a), static_cast<_Float16>(__builtin_sqrtf(static_cast<float>(x))));
        check("double", fp16(any), static_cast<_Float16>(any));
    }
    BOOST_TEST_MESSAGE("fp16 against _Float16: " << pairs << " pairs, " << 6 * pairs << " results, " << mismatches
                                                 << " mismatches");
    BOOST_TEST(mismatches == 0U);
}

#else

BOOST_AUTO_TEST_CASE(fp16_is_the_compilers_float16) {
    BOOST_TEST_MESSAGE("NOT TESTED: this compiler has no _Float16 (fp16 is tested against MPFR only)");
    BOOST_TEST(true);
}

#endif

}  // namespace
