#include "ulpfield/unit/dpbf16.hpp"

#include <boost/test/unit_test.hpp>
#include <random>

#include "unit/instruction.hpp"
#include "unit/unit_table.hpp"

using namespace ulpfield::unit;
using namespace ulpfield::unit::test;

BOOST_AUTO_TEST_CASE(every_measured_result_of_the_instruction_is_met) {
    std::size_t compared = 0;
    for (table_row const& row : read_table("unit/dpbf16.csv")) {
        auto const bits = [&](char const* name) {
            return static_cast<std::uint32_t>(std::stoul(row.at(name), nullptr, 16));
        };
        auto const half = [&](char const* name) { return static_cast<std::uint16_t>(bits(name)); };
        std::uint32_t const computed = vdpbf16ps(bits("c"), half("a0"), half("a1"), half("b0"), half("b1"));
        BOOST_TEST(computed == bits("result"), row.at("class") << ": " << row.at("c") << " " << row.at("a0") << " "
                                                               << row.at("a1") << " " << row.at("b0") << " "
                                                               << row.at("b1") << ": " << std::hex << computed);
        ++compared;
    }
    BOOST_TEST(compared == 2250U);
}

namespace {

/// Random bits with exponents that meet: all patterns, near 1, near underflow, near overflow, specials.
std::uint32_t hostile_fp32(std::mt19937_64& words, std::uint64_t kind) {
    auto const word = static_cast<std::uint32_t>(words());
    switch (kind) {
        case 0:
            return word;
        case 1:
            return (word & 0x807FFFFF) | (0x78 + (word >> 23 & 15)) << 23;
        case 2:
            return (word & 0x807FFFFF) | (word >> 23 & 31) << 23;
        case 3:
            return (word & 0x807FFFFF) | (0xE0 + (word >> 23 & 31)) << 23;
        default:
            return (word & 0x80FFFFFF) | (word >> 24 & 1) << 30;
    }
}

/// The argument behind --, or 100000 cases.
std::size_t case_count() {
    auto const& suite = boost::unit_test::framework::master_test_suite();
    return suite.argc > 1 ? std::stoul(suite.argv[suite.argc - 1]) : 100000;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_processors_own_instruction_agrees) {
    if (!has_avx512_bf16()) {
        BOOST_TEST_MESSAGE("this processor has no AVX-512 BF16: measured vectors stand alone");
        return;
    }
    std::mt19937_64 words(5000);
    for (std::size_t i = 0; i < case_count(); ++i) {
        // The two factors of a product share a kind, so that products meet c in exponent.
        std::uint64_t const kind = i % 5;
        std::uint32_t const c = hostile_fp32(words, words() % 5);
        std::uint16_t operand[4];
        for (std::uint16_t& half : operand)
            half = static_cast<std::uint16_t>(hostile_fp32(words, words() % 4 == 0 ? words() % 5 : kind) >> 16);
        std::uint32_t const computed = vdpbf16ps(c, operand[0], operand[1], operand[2], operand[3]);
        std::uint32_t const measured = vdpbf16ps_of_the_processor(c, operand[0], operand[1], operand[2], operand[3]);
        BOOST_REQUIRE_MESSAGE(computed == measured, std::hex << c << " " << operand[0] << " " << operand[1] << " "
                                                             << operand[2] << " " << operand[3] << ": " << computed
                                                             << ", the processor " << measured);
        std::uint16_t const narrowed = vcvtneps2bf16(c);
        BOOST_REQUIRE_MESSAGE(narrowed == vcvtneps2bf16_of_the_processor(c), std::hex << c << ": " << narrowed);
    }
}
