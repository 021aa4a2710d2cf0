#pragma once
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/observed.hpp"
#include "ulpfield/training/setting.hpp"

namespace ulpfield {

/// The constants of a setting, exactly.
struct learning_constants {
    rational b;           ///< inside F: 1 (original), beta = X/N (modified)
    rational B;           ///< inside tanh: beta' (original), 1 (modified)
    rational below_zero;  ///< F that is linear below zero: its slope there, mapped where asked for; else 0
};

/// With X = 1/T: original b = 1, B = beta' = X^n, X/n or X; modified b = X/N, B = 1.
/// leak::mapped makes one formulation the other with the epsilon given, from
///   F(b x; eps) = b^n F(x; eps b^(1-n)):
/// the original at X takes eps X^(1-n) and then is the modified with eps at inverse temperature N X (T_o = N T_m, so
/// eps (N T_m)^(n-1)); the modified takes eps (X/N)^(n-1) and then is the original with eps at X/N.
[[nodiscard]] learning_constants constants_of(training_setting const& setting, std::size_t N);

/// The same in one epoch (from 0) of a temperature ramp: X = 1/T, T = T_0 + (T_end - T_0) min(epoch, R)/R in R =
/// ramp_epochs. std::invalid_argument for a mapped epsilon, which would change with it.
[[nodiscard]] learning_constants constants_of(training_setting const& setting, std::size_t N, std::uint64_t epoch);

/// The format's nearest number to a rational (ties to even; overflow and underflow as the format has them).
template <rounding_real Real>
[[nodiscard]] Real nearest(rational const& value) {
    number_format const format = number_traits<Real>::format();
    mpfr_value const rounded = round_once(
        format, [&](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set_q(result, value.backend().data(), mode); });
    return number_traits<Real>::from_mpfr(rounded.get());
}

/// learning_rate decay^(t-1) for t = 1, 2, ...: a running product with 64 bits more than the format, rounded once to
/// it (within (1/2 + t 2^-62) units in the last place). The rate is given, not computed in the format.
class decaying_rate {
public:
    decaying_rate(training_setting const& setting, int precision);
    [[nodiscard]] mpfr_srcptr get() const { return rate_.get(); }
    void next();

private:
    rational decay_;
    mpfr_value rate_;
};

template <rounding_real Real>
[[nodiscard]] Real nearest(decaying_rate const& rate) {
    mpfr_value const rounded = round_once(number_traits<Real>::format(), [&](mpfr_ptr result, mpfr_rnd_t mode) {
        return mpfr_set(result, rate.get(), mode);
    });
    return number_traits<Real>::from_mpfr(rounded.get());
}

/// The batches of one epoch: all states in order, or a seeded permutation (fresh each epoch) cut into parts of
/// `batch`, the last one possibly smaller.
class batch_order {
public:
    batch_order(training_setting const& setting, std::size_t P);
    [[nodiscard]] std::vector<std::vector<std::size_t>> next_epoch();
    [[nodiscard]] std::vector<std::size_t> const& all() const { return all_; }
    /// As if so many epochs had been asked for.
    void skip(std::uint64_t epochs) { epoch_ += epochs; }

private:
    std::vector<std::size_t> all_;
    std::size_t batch_;
    std::uint64_t seed_;
    std::uint64_t epoch_ = 0;
};

}  // namespace ulpfield
