// The sums in lanes, compiled for each processor, give the bits of the format's own additions: near ties, overflow,
// NaN, subnormal numbers, one memory, every part of a word.
#include "rule/lane_sums.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "rule/word_sums.hpp"
#include "support/random_patterns.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

template <class Sum>
Sum of_double(double x) {
    if constexpr (is_rounded<Sum>)
        return Sum(x);
    else
        return static_cast<Sum>(x);
}
template <class Sum>
double in_double(Sum const& x) {
    if constexpr (is_rounded<Sum>)
        return x.to_double();
    else
        return static_cast<double>(x);
}

/// A number of the format of any size, often one of a kind that is treated apart.
template <class Sum>
double any_number(random_words& words, int spread) {
    number_format const format = number_traits<Sum>::format();
    double const sign = words() % 2 == 0 ? 1 : -1;
    switch (words() % 24) {
        case 0:
            return sign * 0.0;
        case 1:
            return sign * std::ldexp(1.0, static_cast<int>(format.emin - format.precision + 1));
        case 2:
            return sign * std::ldexp(1.0, static_cast<int>(format.emax));
        case 3:
            return spread > 40 ? sign * std::numeric_limits<double>::infinity() : sign;
        case 4:
            return spread > 60 ? std::numeric_limits<double>::quiet_NaN() : sign;
        default:
            break;
    }
    auto const significand = static_cast<double>(1 + words() % ((std::uint64_t{1} << format.precision) - 1));
    auto const lowest = format.emin - format.precision + 1;
    auto const highest = format.emax - format.precision + 1;
    std::int64_t const middle = words() % 8 == 0 ? lowest : (lowest + highest) / 2;
    auto const exponent =
        std::clamp(middle + static_cast<std::int64_t>(words() % static_cast<unsigned>(spread)), lowest, highest);
    return sign * std::ldexp(significand, static_cast<int>(exponent));
}

template <class Lane>
using variant = void (*)(lane_sums<Lane>&);
template <class Lane>
std::vector<std::pair<char const*, variant<Lane>>> variants() {
    std::vector<std::pair<char const*, variant<Lane>>> all{{"baseline", lanes_baseline::sum<Lane>}};
    if (has_lanes_avx2()) all.emplace_back("avx2", lanes_avx2::sum<Lane>);
    if (has_lanes_avx512()) all.emplace_back("avx512", lanes_avx512::sum<Lane>);
    return all;
}

template <class Sum, class Lane>
void same_bits(std::size_t K, std::size_t first, std::size_t count, int spread, random_words& words) {
    number_format const format = number_traits<Sum>::format();
    using limits = std::numeric_limits<Lane>;
    std::vector<Lane> terms(2 * K);
    std::vector<unsigned long long> rows(3 * K);
    for (Lane& x : terms) x = static_cast<Lane>(in_double(of_double<Sum>(any_number<Sum>(words, spread))));
    for (auto& row : rows) row = words();
    lane_sums<Lane> request{.terms = terms.data(),
                            .rows = rows.data() + 1,
                            .stride = 3,
                            .state = words(),
                            .K = K,
                            .first = first,
                            .count = count,
                            .dropped = limits::digits - format.precision,
                            .watched = words() % 2 == 0,
                            .least_normal = static_cast<Lane>(std::ldexp(1.0, static_cast<int>(format.emin)))};
    if constexpr (is_rounded<Sum>) {
        request.bounded = format.emax != limits::max_exponent - 1;
        request.largest = static_cast<Lane>(number_traits<Sum>::largest());
        request.beyond = format.overflow == overflow_value::infinity ? limits::infinity() : limits::quiet_NaN();
    }
    for (auto const& [name, run] : variants<Lane>()) {
        auto done = request;
        run(done);
        for (std::size_t l = first; l < first + count; ++l) {
            Sum sum(0);
            bool subnormal = false;
            for (std::size_t mu = 0; mu < K; ++mu) {
                bool const differs = ((request.rows[3 * mu] ^ request.state) >> l & 1) != 0;
                sum += of_double<Sum>(static_cast<double>(terms[2 * mu + (differs ? 1 : 0)]));
                subnormal |= number_traits<Sum>::below_normal(sum) && !(sum == Sum(0));
            }
            auto const computed = of_double<Sum>(static_cast<double>(done.sums[l]));
            BOOST_TEST(((is_nan(sum) && is_nan(computed)) || sum == computed),
                       name << " p=" << format.precision << " K=" << K << " l=" << l);
            if (request.watched)
                BOOST_TEST((done.subnormal >> l & 1) == (subnormal ? 1U : 0U), name << " p=" << format.precision);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_processor_adds_as_the_format_does) {
    random_words words(20260501);
    for (int round = 0; round < 60; ++round)
        for (auto const& [first, count] : {std::pair<std::size_t, std::size_t>(0, 64), {0, 16}, {16, 16}, {48, 16}}) {
            std::size_t const K = round < 5 ? 1 : 1 + words() % 40;
            int const spread = 1 + static_cast<int>(words() % 80);
            same_bits<float, float>(K, first, count, spread, words);
            same_bits<double, double>(K, first, count, spread, words);
            same_bits<bf16, float>(K, first, count, spread, words);
            same_bits<fp16, float>(K, first, count, spread, words);
            same_bits<tf32, float>(K, first, count, spread, words);
            same_bits<fp8e4m3, float>(K, first, count, spread, words);
            same_bits<fp8e5m2, float>(K, first, count, spread, words);
            same_bits<fp16, double>(K, first, count, spread, words);
            for (char const* name : {"e10m23", "e8m24", "e2m1:ieee", "e4m20"}) {
                small_format_scope const scope(parse_format(name));
                same_bits<small_float, double>(K, first, count, spread, words);
            }
        }
}
