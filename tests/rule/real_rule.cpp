// The rule of real memories in lanes gives the definition's bits: values, events and decisions of general_rule, for
// entries of any size, NaN and overflow included; the vectors of every processor give the same bits.
#include "rule/real_rule.hpp"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "support/random_patterns.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

memory_patterns random_memories(std::size_t K, std::size_t N, random_words& words) {
    real_patterns patterns(K, N);
    std::uint64_t const kind = words() % 4;
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t j = 0; j < N; ++j) {
            double value = std::ldexp(static_cast<double>(words() >> 11), -53);
            if (kind == 1) value = std::ldexp(value, -static_cast<int>(words() % 160));
            if (kind == 2) value = words() % 8 == 0 ? 0 : 1;
            if (kind == 3) value = static_cast<double>(words() % 9) / 8;
            patterns.set(mu, j, words() % 2 == 0 ? value : -value);
        }
    patterns.set(0, 0, 0.5);
    return patterns;
}

bool same(mpfr_value const& a, mpfr_value const& b) {
    return (mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0) || mpfr_equal_p(a.get(), b.get()) != 0;
}

template <class Real>
void check_same(rule_setting const& setting, std::size_t N, std::size_t K, random_words& words) {
    memory_patterns const patterns = random_memories(K, N, words);
    real_rule<Real, interaction> fast(setting);
    general_rule<Real, Real, interaction> definition(setting);
    fast.set_memories(patterns);
    definition.set_memories(patterns);
    bipolar_state sigma = random_state(N, words);
    fast.examine(sigma, {});
    definition.examine(sigma, {});
    std::string const where = setting.format.name + " " + std::string(name(setting.scaling)) + " " + name(setting.F) +
                              " N=" + std::to_string(N) + " K=" + std::to_string(K);
    for (std::size_t i = 0; i < N; ++i) {
        decision const a = fast.examined(i);
        decision const b = definition.examined(i);
        BOOST_TEST(a.value == b.value, where << " i=" << i);
        BOOST_TEST(a.zero == b.zero, where << " i=" << i);
        BOOST_TEST(a.overflow == b.overflow, where << " overflow, i=" << i);
        BOOST_TEST(a.nan == b.nan, where << " nan, i=" << i);
        BOOST_TEST(a.underflow == b.underflow, where << " underflow, i=" << i);
        BOOST_TEST(same(fast.value(i), definition.value(i)), where << " value, i=" << i);
    }
    fast.set_state(sigma);
    definition.set_state(sigma);
    for (std::size_t step = 0; step < std::min<std::size_t>(N, 40); ++step) {
        std::size_t const i = words() % 4 != 0 ? step : words() % N;
        BOOST_TEST(fast.decide(i) == definition.decide(i), where << " relaxing, step " << step << " i=" << i);
        BOOST_TEST(same(fast.field(i), definition.field(i)), where << " field, step " << step << " i=" << i);
        if (words() % 3 != 0) continue;
        fast.flip(i);
        definition.flip(i);
    }
}

template <class Real>
void check_all(std::vector<char const*> const& formats, random_words& words) {
    for (char const* format : formats)
        for (argument_scaling const& scaling : all_scalings())
            for (interaction const& F :
                 {interaction(polynomial{1 + static_cast<int>(words() % 12)}), interaction(polynomial{40}),
                  interaction(rectified{3}), interaction(exponential{})}) {
                power_method const power = words() % 4 == 0 ? power_method::pow : power_method::binary;
                check_same<Real>({parse_format(format), std::nullopt, F, scaling, power}, 1 + words() % 50,
                                 1 + words() % 40, words);
            }
}

template <class Lane>
void same_on_every_processor(random_words& words) {
    std::size_t const N = 1 + words() % 40;
    auto const number = [&] {
        return static_cast<Lane>(std::ldexp(static_cast<double>(words() % 129) - 64, -static_cast<int>(words() % 8)));
    };
    std::vector<Lane> block(N * block_lanes<Lane>);
    std::vector<Lane> sigma(N);
    for (Lane& z : block) z = number();
    for (Lane& s : sigma) s = words() % 2 == 0 ? Lane(0) : -Lane(0);
    std::size_t const from = words() % N;
    std::size_t const to = from + words() % (N - from) + 1;
    bool const rounds = words() % 3 != 0;
    lane_rounding<Lane> const rounding{.dropped = rounds ? std::numeric_limits<Lane>::digits - 8 : 0,
                                       .bounded = rounds && words() % 2 == 0,
                                       .largest = 200,
                                       .beyond = std::numeric_limits<Lane>::infinity(),
                                       .watched = words() % 2 == 0,
                                       .least_normal = Lane(0.25)};
    auto const run = [&](auto const& sums, auto const& terms) {
        std::vector<Lane> prefix(block_lanes<Lane>, Lane(1));
        std::vector<Lane> R((to - from) * block_lanes<Lane>);
        std::vector<unsigned char> subnormal(to - from);
        similarity_lanes<Lane> request{
            block.data(), sigma.data(),    N, from, to, prefix.data(), R.data(), block_lanes<Lane>, rounding,
            false,        subnormal.data()};
        sums(request);
        std::vector<Lane> result(R.size());
        term_lanes<Lane> powers{.zeta = block.data(),
                                .R = R.data(),
                                .count = block_lanes<Lane>,
                                .n = 11,
                                .scaled = true,
                                .alpha = Lane(0.125),
                                .terms = result.data(),
                                .precision = sizeof(Lane) == 8 ? 8 : 0,
                                .emin = -20,
                                .emax = 20,
                                .largest = Lane(2088960),
                                .beyond = std::numeric_limits<Lane>::quiet_NaN(),
                                .least_normal = Lane(0x1p-20)};
        terms(powers);
        R.insert(R.end(), prefix.begin(), prefix.end());
        R.insert(R.end(), result.begin(), result.end());
        R.push_back(static_cast<Lane>(4 * powers.underflow + 2 * powers.infinite + powers.nan));
        for (unsigned char const s : subnormal) R.push_back(static_cast<Lane>(s));
        R.push_back(static_cast<Lane>(request.prefix_subnormal));
        return R;
    };
    std::vector<Lane> const plain = run(lanes_baseline::similarities<Lane>, lanes_baseline::power_terms<Lane>);
    auto const equal = [&](std::vector<Lane> const& other) {
        for (std::size_t k = 0; k < plain.size(); ++k)
            if (plain[k] != other[k] && !(std::isnan(plain[k]) && std::isnan(other[k]))) return false;
        return true;
    };
    if (has_lanes_avx2()) BOOST_TEST(equal(run(lanes_avx2::similarities<Lane>, lanes_avx2::power_terms<Lane>)));
    if (has_lanes_avx512()) BOOST_TEST(equal(run(lanes_avx512::similarities<Lane>, lanes_avx512::power_terms<Lane>)));
}

}  // namespace

BOOST_AUTO_TEST_CASE(real_memories_have_the_bits_of_the_definition) {
    random_words words(20260510);
    check_all<float>({"fp32"}, words);
    check_all<double>({"fp64"}, words);
    check_all<fp8e4m3>({"fp8e4m3"}, words);
    check_all<bf16>({"bf16"}, words);
    check_all<small_float>({"e5m7", "e5m10", "e9m20", "e2m1:ieee", "e8m10"}, words);
}

BOOST_AUTO_TEST_CASE(every_processor_gives_the_same_bits) {
    random_words words(20260511);
    for (int round = 0; round < 300; ++round) {
        same_on_every_processor<float>(words);
        same_on_every_processor<double>(words);
    }
}
