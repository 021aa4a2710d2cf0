#include "ulpfield/sum/sum_order.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <random>
#include <vector>

#include "support/data_table.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"
#include "ulpfield/unit/operand_format.hpp"

using namespace ulpfield;
using namespace ulpfield::sum;

namespace {

std::vector<sum_order> const all_orders = {sequential{}, reverse{},  pairwise{}, torch{},  blocks{1},
                                           blocks{7},    blocks{},   lanes{1},   lanes{4}, lanes{16},
                                           kahan{},      neumaier{}, once{}};

std::vector<float> terms_of(std::string const& text) {
    std::vector<float> terms;
    for (std::size_t at = 0; at < text.size(); at += 8)
        terms.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(text.substr(at, 8), nullptr, 16))));
    return terms;
}

template <class Real>
Real sum_of(sum_order const& order, std::vector<Real> const& x) {
    return summed(order, std::span<Real const>(x));
}

}  // namespace

BOOST_AUTO_TEST_CASE(libraries_sums_are_met_bit_for_bit) {
    auto const rows = ulpfield::test_data::read_table("sum/libraries.csv");
    for (auto const& row : rows) {
        auto const x = terms_of(row.at("terms"));
        std::vector<double> const wide(x.begin(), x.end());
        std::vector<fp16> halves;
        std::vector<float> brain_floats;
        for (float const term : x) {
            halves.emplace_back(static_cast<double>(term));
            brain_floats.push_back(static_cast<float>(bf16(static_cast<double>(term)).to_double()));
        }
        auto const bits = [&](char const* column) { return std::stoull(row.at(column), nullptr, 16); };
        double const half =
            unit::decode(unit::operand_format::f16, static_cast<std::uint32_t>(bits("numpy_sum_axis0_float16")));
        double const in_bf16 = bf16(static_cast<double>(sum_of(torch{}, brain_floats))).to_double();
        auto const bf16_bits = std::bit_cast<std::uint32_t>(static_cast<float>(in_bf16)) >> 16;
        BOOST_TEST_CONTEXT(x.size() << " terms") {
            BOOST_TEST(std::bit_cast<std::uint32_t>(sum_of(pairwise{}, x)) == bits("numpy_sum_float32"));
            BOOST_TEST(std::bit_cast<std::uint64_t>(sum_of(pairwise{}, wide)) == bits("numpy_sum_float64"));
            BOOST_TEST(std::bit_cast<std::uint32_t>(sum_of(sequential{}, x)) == bits("numpy_sum_axis0_float32"));
            BOOST_TEST(sum_of(sequential{}, halves).to_double() == half);
            BOOST_TEST(std::bit_cast<std::uint32_t>(sum_of(torch{}, x)) == bits("torch_sum_dim0_float32"));
            BOOST_TEST(bf16_bits == bits("torch_sum_dim0_bfloat16"));
        }
    }
    BOOST_TEST(rows.size() == 21U);
}

BOOST_AUTO_TEST_CASE(sums_that_are_never_rounded_do_not_depend_on_the_order) {
    std::mt19937_64 words(20262);
    for (std::size_t const K : {0UL, 1UL, 5UL, 8UL, 127UL, 129UL, 1000UL, 5000UL}) {
        std::vector<float> x(K);
        double exact = 0;
        for (float& term : x) {
            term = static_cast<float>(static_cast<int>(words() % 2001) - 1000);
            exact += static_cast<double>(term);
        }
        for (sum_order const& order : all_orders)
            BOOST_TEST(static_cast<double>(sum_of(order, x)) == exact, name(order) << " K = " << K);
    }
}

BOOST_AUTO_TEST_CASE(every_order_is_exact_in_rationals) {
    std::mt19937_64 words(20263);
    std::vector<rational> x(300);
    rational exact = 0;
    for (rational& term : x) {
        term = rational(static_cast<std::int64_t>(words() % 2001) - 1000, static_cast<std::int64_t>(words() % 97) + 1);
        exact += term;
    }
    for (sum_order const& order : all_orders) BOOST_TEST((sum_of(order, x) == exact), name(order));
}

BOOST_AUTO_TEST_CASE(once_is_the_exact_sum_rounded_to_nearest) {
    std::mt19937_64 words(20264);
    for (int repeat = 0; repeat < 300; ++repeat) {
        std::vector<fp16> x;
        rational exact = 0;
        for (std::size_t i = 0; i < 40; ++i) {
            fp16 const term(
                std::ldexp(static_cast<double>(words() % 4096) - 2048, static_cast<int>(words() % 16) - 18));
            x.push_back(term);
            exact += rational(term.to_double());
        }
        // Every term is a multiple of 2^-24 below 2^16, so a double holds the exact sum.
        BOOST_TEST(sum_of(once{}, x).to_double() == fp16(exact.convert_to<double>()).to_double(), "repeat " << repeat);
    }
}

BOOST_AUTO_TEST_CASE(an_addend_beyond_the_sum_is_lost_by_kahan_and_kept_by_neumaier) {
    std::vector<double> const x = {1, 0x1p100, 1, -0x1p100};
    BOOST_TEST(sum_of(kahan{}, x) == 0);
    BOOST_TEST(sum_of(neumaier{}, x) == 2);
    BOOST_TEST(sum_of(once{}, x) == 2);
    BOOST_TEST(sum_of(sequential{}, x) == 0);
}

BOOST_AUTO_TEST_CASE(relations_between_orders) {
    std::mt19937_64 words(20265);
    std::vector<float> x(777);
    for (float& term : x) term = static_cast<float>(std::ldexp(static_cast<double>(words() >> 40), -24) - 0.5);
    std::vector<float> backwards(x.rbegin(), x.rend());
    BOOST_TEST(sum_of(reverse{}, x) == sum_of(sequential{}, backwards));
    BOOST_TEST(sum_of(blocks{1}, x) == sum_of(sequential{}, x));
    BOOST_TEST(sum_of(blocks{777}, x) == sum_of(sequential{}, x));
    BOOST_TEST(sum_of(lanes{1}, x) == sum_of(sequential{}, x));
    double exact = 0;
    double magnitude = 0;
    for (float const term : x) {
        exact += static_cast<double>(term);  // multiples of 2^-24 below 2^10: exact
        magnitude += static_cast<double>(term < 0 ? -term : term);
    }
    // The bound that each header states, with room for its second-order term.
    double const u = 0x1p-24;
    for (auto const& [order, factor] : {std::pair<sum_order, double>(sequential{}, 777),
                                        {reverse{}, 777},
                                        {pairwise{}, 22},
                                        {torch{}, 64},
                                        {blocks{}, 135},
                                        {lanes{16}, 53},
                                        {kahan{}, 2.1},
                                        {neumaier{}, 2.1},
                                        {once{}, 1}})
        BOOST_TEST(std::fabs(static_cast<double>(sum_of(order, x)) - exact) <= factor * u * magnitude, name(order));
}

BOOST_AUTO_TEST_CASE(names_are_read_back_and_others_refused) {
    for (sum_order const& order : all_orders) BOOST_TEST(name(parse_sum_order(name(order))) == name(order));
    for (char const* text : {"", "blocks", "blocks:0", "blocks:-1", "lanes:3", "lanes:2048", "kahan:2", "Sequential"})
        BOOST_CHECK_THROW(static_cast<void>(parse_sum_order(text)), std::invalid_argument);
}
