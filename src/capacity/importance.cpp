#include "ulpfield/capacity/importance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "capacity/alias_table.hpp"
#include "capacity/answers.hpp"
#include "capacity/band_limited_tail.hpp"
#include "capacity/parse_count.hpp"
#include "capacity/stop_point.hpp"
#include "capacity/twister.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::capacity {
namespace {

constexpr int weight_bits = 40;

}  // namespace

importance_sums& importance_sums::operator+=(importance_sums const& other) {
    trials += other.trials;
    errors += other.errors;
    weights += other.weights;
    weights_squared += other.weights_squared;
    return *this;
}

std::string importance_sums::text() const {
    return fmt::format("{} {} {} {}", trials, errors, weights, weights_squared);
}

importance_sums importance_sums::parse(std::string const& text) {
    std::istringstream words(text);
    std::string word[4];
    for (std::string& next : word) words >> next;
    return {static_cast<std::int64_t>(parse_count(word[0])), static_cast<std::int64_t>(parse_count(word[1])),
            parse_count(word[2]), parse_count(word[3])};
}

struct importance_sampler::state {
    std::int64_t m = 0;
    double threshold = 1;  // A in the unit of the table's values
    double theta = 0;      // per unit
    double doubt = 0;      // sums are right to this
    enclosure factor;      // M(theta)^m e^{-theta A}
    std::unique_ptr<alias_table> values;
};

importance_sampler::importance_sampler(setting const& where, std::int64_t K) : state_(std::make_unique<state>()) {
    validate(where);
    if (K < 1 || K > 1'000'000'000)
        throw std::invalid_argument("K = " + std::to_string(K) + ": 1 to 1000000000 memories");
    if (K < 3) throw std::domain_error("importance needs K >= 3: two memories have no saddle; use exact or limit");
    if (where.N > 20000) throw std::domain_error("importance needs N <= 20000; use saddlepoint");
    working_precision const guard(192);
    std::optional<crosstalk_law> lattice_law;
    if (has_lattice(where.F)) lattice_law = law_of_crosstalk(where);
    relative_law const law = lattice_law ? relative_law_of(*lattice_law) : relative_law_of(where);
    if (law.mean_sign <= 0) throw std::domain_error("the mean gap is not positive");
    state_->m = K - 1;
    std::vector<relative_law::value> const all = law.whole();
    band_limited_tail const tail(all, state_->m, 0);
    state_->factor = tail.chernoff();
    // Whole lattice steps where their sums are exact.
    double const A = lattice_law ? lattice_law->threshold.convert_to<double>() : 1.0;
    double largest = 0;
    for (relative_law::value const& x : all) largest = std::max(largest, x.size.to_double() * A);
    bool const whole = lattice_law && largest * static_cast<double>(K) < 0x1p53;
    double const unit = whole ? A : 1.0;
    state_->threshold = unit;
    state_->theta = tail.tilt() / unit;
    state_->doubt = whole ? 0 : static_cast<double>(K) * largest / A * static_cast<double>(K) * 0x1p-53;
    state_->doubt = whole ? 0 : std::min(state_->doubt, 1e-9);
    enclosure const theta = enclosure::of_double(tail.tilt());
    std::vector<enclosure> weight;
    std::vector<double> value;
    enclosure mean(0L);
    for (relative_law::value const& x : all) {
        stop_point();
        double const size = whole ? std::round(x.size.to_double() * A) : x.size.to_double();
        for (int const sign : {1, -1}) {
            enclosure const e = exp(sign > 0 ? theta * x.size : -(theta * x.size));
            weight.push_back(times_two_to(x.weight * e, -1));
            value.push_back(sign * size);
            mean = mean + weight.back();
        }
    }
    std::vector<double> probability;
    for (enclosure const& w : weight) probability.push_back((w / mean).to_double());
    state_->values = std::make_unique<alias_table>(value, std::move(probability));
}

importance_sampler::importance_sampler(importance_sampler&&) noexcept = default;
importance_sampler::~importance_sampler() = default;

importance_sums importance_sampler::draw(std::uint64_t seed, std::int64_t first, std::int64_t trials,
                                         std::stop_token const& stop) const {
    stop_scope const scope(stop);
    working_precision const guard(53);
    importance_sums sums;
    constexpr std::size_t chunk = 1024;
    std::vector<std::uint64_t> words(chunk);
    mpfr_value exponent = fresh();
    try {
        for (std::int64_t t = first; t < first + trials; ++t) {
            twister source(mix_seed({seed, static_cast<std::uint64_t>(t)}));
            double sum = 0;
            for (std::int64_t left = state_->m; left > 0;) {
                auto const count = static_cast<std::size_t>(std::min<std::int64_t>(left, chunk));
                left -= static_cast<std::int64_t>(count);
                stop_point();
                source.fill(words.data(), count);
                for (std::size_t i = 0; i < count; ++i) sum += (*state_->values)(words[i]);
            }
            double const beyond = sum - state_->threshold;
            bool const tie = std::abs(beyond) <= state_->doubt;
            ++sums.trials;
            if (beyond < 0 && !tie) continue;
            ++sums.errors;
            mpfr_set_d(exponent.get(), -state_->theta * beyond, MPFR_RNDN);
            mpfr_exp(exponent.get(), exponent.get(), MPFR_RNDN);
            double const share = std::min(mpfr_get_d(exponent.get(), MPFR_RNDN), 1.0) * (tie ? 0.5 : 1.0);
            auto const units = static_cast<wide_count>(std::llround(std::ldexp(share, weight_bits)));
            sums.weights += units;
            sums.weights_squared += units * units;
        }
    } catch (interrupted const&) {
        // The trials that are whole.
    }
    return sums;
}

answer importance_sampler::estimate(importance_sums const& drawn, int digits) const {
    check_digits(digits);
    if (drawn.trials == 0) return answer::refused("no trial was drawn");
    if (drawn.weights == 0) return answer::refused("no trial had an error under the tilted law; ask for more --trials");
    working_precision const guard(128);
    auto const real = [](wide_count x, int shift) {
        return std::ldexp(static_cast<double>(static_cast<std::uint64_t>(x >> 64)), 64 - shift) +
               std::ldexp(static_cast<double>(static_cast<std::uint64_t>(x)), -shift);
    };
    auto const n = static_cast<double>(drawn.trials);
    double const mean = real(drawn.weights, weight_bits) / n;
    double const square = real(drawn.weights_squared, 2 * weight_bits) / n;
    double const error = drawn.trials > 1 ? std::sqrt(std::max(square - mean * mean, 0.0) / (n - 1)) : mean;
    constexpr double normal = 1.959963984540054;  // two-sided 5 %
    auto const shown = [&](double share) {
        enclosure const value = state_->factor * enclosure::of_double(share);
        return decimal({enclosure::point(value.middle()), false, true}, std::min(digits, 12)).value_or("0");
    };
    // On the scale of logarithms, where the mean of skewed weights is nearer to normal.
    mpfr_value ratio = fresh();
    mpfr_set_d(ratio.get(), normal * error / mean, MPFR_RNDN);
    mpfr_exp(ratio.get(), ratio.get(), MPFR_RNDN);
    double const spread = mpfr_get_d(ratio.get(), MPFR_RNDN);
    answer result = answer::printed(shown(mean));
    result.bounds = {decimal_number(shown(mean / spread)), decimal_number(shown(mean * spread))};
    return result;
}

}  // namespace ulpfield::capacity
