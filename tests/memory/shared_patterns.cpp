// Patterns from arrays of others, and the life they share.
#include <boost/test/unit_test.hpp>
#include <memory>
#include <vector>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/network_energy.hpp"
#include "ulpfield/rule/oracle.hpp"

using namespace ulpfield;

namespace {

void check_refused(std::size_t K, std::size_t N, std::vector<double> const& entries, std::string const& why) {
    BOOST_CHECK_EXCEPTION(shared_patterns(K, N, entries), std::invalid_argument,
                          [&why](std::invalid_argument const& e) {
                              BOOST_TEST_MESSAGE(e.what());
                              return std::string(e.what()).find(why) != std::string::npos;
                          });
}

}  // namespace

BOOST_AUTO_TEST_CASE(patterns_of_arrays) {
    signed char const signs[] = {1, -1, 1, -1, -1, 1};
    float const floats[] = {1, -1, 1, -1, -1, 1};
    double const doubles[] = {1, -1, 1, -1, -1, 1};
    bipolar_patterns expected(2, 3);
    for (std::size_t mu = 0; mu < 2; ++mu)
        for (std::size_t i = 0; i < 3; ++i) expected.set(mu, i, signs[mu * 3 + i]);
    BOOST_TEST((*shared_patterns(2, 3, signs) == memory_patterns(expected)));
    BOOST_TEST((*shared_patterns(2, 3, floats) == memory_patterns(expected)));
    BOOST_TEST((*shared_patterns(2, 3, doubles) == memory_patterns(expected)));

    shared_patterns const real(1, 2, std::vector<double>{0.25, -1});
    BOOST_TEST(std::get<real_patterns>(*real).at(0, 0) == 0.25);
    BOOST_TEST(std::get<real_patterns>(*real).at(0, 1) == -1);
    BOOST_CHECK_THROW((void)real.as<bipolar_patterns>(), std::bad_variant_access);
}

BOOST_AUTO_TEST_CASE(what_is_no_pattern_is_refused) {
    check_refused(0, 3, {}, "K = 0");
    check_refused(2, 0, {}, "N = 0");
    check_refused(2, 3, {1, 1, 1, 1, 1}, "5 entries");
    check_refused(2, 3, {1, 1, 1, 1, 1, 1, 1}, "7 entries");
    check_refused(1, 3, {1, 1, 1.5}, "1.5");
    check_refused(2, 2, {1, 1, 1, std::numeric_limits<double>::quiet_NaN()}, "memory 1, neuron 1");
    BOOST_CHECK_THROW(shared_patterns(std::shared_ptr<memory_patterns const>()), std::invalid_argument);
}

// Whatever asks for memories keeps them: the array, and every other holder, may be gone before its first use.
BOOST_AUTO_TEST_CASE(memories_live_as_long_as_their_user) {
    for (bool const bipolar : {true, false}) {
        auto watched = std::make_shared<memory_patterns const>(*shared_patterns(
            2, 3, bipolar ? std::vector<double>{1, 1, 1, -1, 1, 1} : std::vector<double>{1, 0.5, 1, -1, 1, 1}));
        std::weak_ptr<memory_patterns const> const alive = watched;
        bipolar_state const sigma{-1, 1, 1};
        {
            auto const exact = make_oracle(polynomial{3}, {1, 1}, watched);
            comparison compared({parse_format("fp16"), std::nullopt, polynomial{3}, raw{}}, bipolar);
            compared.set_memories(watched);
            watched.reset();
            BOOST_TEST(!alive.expired());
            exact->set_state(sigma);
            BOOST_TEST(exact->sign(1) == 1);
            comparison_counts counts;
            compared.examine(sigma, counts, {});
            BOOST_TEST(counts.decisions == 3U);
        }
        BOOST_TEST(alive.expired());
    }
}

BOOST_AUTO_TEST_CASE(states_that_are_none_are_refused) {
    for (bool const bipolar : {true, false}) {
        shared_patterns const zeta(1, 3, bipolar ? std::vector<double>{1, 1, 1} : std::vector<double>{1, 0.5, 1});
        auto const exact = make_oracle(polynomial{2}, {1, 1}, zeta);
        auto const rule = make_format_rule({parse_format("fp16"), std::nullopt, polynomial{2}, raw{}}, bipolar);
        rule->set_memories(zeta);
        for (bipolar_state const& sigma : {bipolar_state{1, 1}, bipolar_state{1, 1, 1, 1}, bipolar_state{1, 0, 1}}) {
            BOOST_CHECK_THROW(exact->set_state(sigma), std::invalid_argument);
            BOOST_CHECK_THROW(rule->set_state(sigma), std::invalid_argument);
            BOOST_CHECK_THROW(rule->examine(sigma, {}), std::invalid_argument);
        }
    }
}
