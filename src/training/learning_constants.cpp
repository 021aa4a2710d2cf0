#include "training/learning_constants.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "ulpfield/number/random_words.hpp"

namespace ulpfield {

namespace {

constexpr std::uint64_t for_batches = 0x6261746368;

rational power_of(rational const& x, int n) {
    rational result = 1;
    for (int k = 0; k < n; ++k) result *= x;
    return result;
}

/// s of an F that is s x below zero, else 0.
rational slope_below_zero(interaction const& F) {
    return std::visit(
        [](auto const& f) {
            if constexpr (power_above_zero<decltype(f)>)
                if (auto const slope = f.slope_below_zero()) return exact_ratio(*slope);
            return rational(0);
        },
        F);
}

learning_constants constants_at(training_setting const& setting, std::size_t N, rational const& X) {
    int const n = setting.n();
    learning_constants result{1, 1, 0};
    if (setting.formulation == learning_formulation::modified)
        result.b = X / rational(N);
    else if (setting.convention == beta_convention::power)
        result.B = power_of(X, n);
    else
        result.B = setting.convention == beta_convention::over_n ? rational(X / n) : X;
    result.below_zero = slope_below_zero(setting.F);
    if (setting.epsilon == leak::mapped) {
        if (setting.formulation == learning_formulation::modified)
            result.below_zero *= power_of(result.b, n - 1);
        else
            result.below_zero /= power_of(X, n - 1);
    }
    return result;
}

}  // namespace

learning_constants constants_of(training_setting const& setting, std::size_t N) {
    return constants_at(setting, N, setting.inverse_temperature);
}

learning_constants constants_of(training_setting const& setting, std::size_t N, std::uint64_t epoch) {
    if (setting.ramp_epochs == 0) return constants_of(setting, N);
    if (setting.epsilon == leak::mapped)
        throw std::invalid_argument("constants_of: a mapped epsilon changes with the temperature");
    rational const from = 1 / setting.ramp_from;
    rational const to = 1 / setting.inverse_temperature;
    rational const done = rational(std::min(epoch, setting.ramp_epochs)) / rational(setting.ramp_epochs);
    return constants_at(setting, N, rational(1 / rational(from + (to - from) * done)));
}

decaying_rate::decaying_rate(training_setting const& setting, int precision)
    : decay_(setting.decay), rate_(precision + 64) {
    mpfr_set_q(rate_.get(), setting.learning_rate.backend().data(), MPFR_RNDN);
}

void decaying_rate::next() {
    mpfr_mul_z(rate_.get(), rate_.get(), mpq_numref(decay_.backend().data()), MPFR_RNDN);
    mpfr_div_z(rate_.get(), rate_.get(), mpq_denref(decay_.backend().data()), MPFR_RNDN);
}

batch_order::batch_order(training_setting const& setting, std::size_t P)
    : all_(P), batch_(setting.batch == 0 ? P : setting.batch), seed_(setting.seed) {
    std::iota(all_.begin(), all_.end(), std::size_t{0});
}

std::vector<std::vector<std::size_t>> batch_order::next_epoch() {
    if (batch_ >= all_.size()) return {all_};
    std::vector<std::size_t> order = all_;
    random_words words(mix_seed({seed_, for_batches, ++epoch_}));
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[uniform_below(words, i)]);
    std::vector<std::vector<std::size_t>> batches;
    for (std::size_t from = 0; from < order.size(); from += batch_)
        batches.emplace_back(order.begin() + static_cast<std::ptrdiff_t>(from),
                             order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), from + batch_)));
    return batches;
}

}  // namespace ulpfield
