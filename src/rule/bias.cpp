#include "ulpfield/rule/bias.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "rule/rational_shift.hpp"
#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/lost_bits.hpp"
#include "ulpfield/number/mpfr_real.hpp"

namespace ulpfield {

namespace {

void check_bias(std::size_t values, std::size_t N) {
    if (values != N) throw std::invalid_argument(fmt::format("bias: {} values for N = {}", values, N));
}

class biased_oracle final : public oracle {
public:
    biased_oracle(std::unique_ptr<oracle> of, std::vector<rational> bias)
        : of_(std::move(of)), bias_(std::move(bias)) {}

    void set_state(std::span<std::int8_t const> sigma) override {
        check_bias(bias_.size(), sigma.size());
        of_->set_state(sigma);
    }
    void flip(std::size_t i) override { of_->flip(i); }

    [[nodiscard]] int sign(std::size_t i) override {
        rational const& b = bias_[i];
        int const field = of_->sign(i);
        if (b.sign() == 0 || field == b.sign()) return field;
        if (field == 0) return b.sign();
        if (auto const u = of_->rational_value(i)) return rational(*u + b).sign();
        return sign_of_shifted([&](number_format const& format) { return of_->round(i, format); }, b);
    }
    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        rational const& b = bias_[i];
        if (b.sign() == 0) return of_->round(i, format);
        if (auto const u = of_->rational_value(i)) return nearest(rational(*u + b), format);
        return round_shifted([&](number_format const& wide) { return of_->round(i, wide); }, b, format);
    }
    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t, number_format const&) override {
        throw std::logic_error("a bias has no part in a field over its largest term");
    }
    [[nodiscard]] std::optional<rational> rational_value(std::size_t i) override {
        auto u = of_->rational_value(i);
        if (u) *u += bias_[i];
        return u;
    }
    [[nodiscard]] std::uint64_t filter_failures() const override { return of_->filter_failures(); }

private:
    std::unique_ptr<oracle> of_;
    std::vector<rational> bias_;
};

/// The last addition is carried out by mpfr_real, whose numbers are those of every format bit for bit.
class biased_rule final : public format_rule {
public:
    biased_rule(std::unique_ptr<format_rule> of, std::vector<rational> const& bias, number_format sum)
        : of_(std::move(of)), sum_(std::move(sum)) {
        format_scope<format_role::working> const scope(sum_);
        bias_.reserve(bias.size());
        for (rational const& b : bias) bias_.emplace_back(nearest(b, sum_));
    }

    void set_memories(shared_patterns const& zeta) override {
        check_bias(bias_.size(), zeta.N());
        of_->set_memories(zeta);
    }
    void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) override {
        of_->examine(sigma, stop);
        format_scope<format_role::working> const scope(sum_);
        values_.clear();
        decisions_.clear();
        for (std::size_t i = 0; i < sigma.size(); ++i) {
            decision made = of_->examined(i);
            event_scope events;
            observed_number const total = observed_number(number(of_->value(i))) + observed_number(bias_[i]);
            number const& value = total.value();
            made.value = ulpfield::decide(value);
            made.zero = value == number(0);
            // A bias beyond the format is an overflow, as any constant.
            made.overflow = made.overflow || events.counts().overflow != 0 || !observed_number::finite(bias_[i]);
            made.nan = made.nan || is_nan(value);
            made.underflow = made.underflow || events.counts().underflow != 0;
            decisions_.push_back(made);
            values_.push_back(value);
        }
    }
    [[nodiscard]] decision examined(std::size_t i) const override { return decisions_[i]; }
    [[nodiscard]] mpfr_value value(std::size_t i) const override { return as_value(values_[i]); }
    [[nodiscard]] double lost_bits(std::size_t i, mpfr_srcptr correct, int exact_sign) const override {
        format_scope<format_role::working> const scope(sum_);
        return ulpfield::lost_bits(values_[i], number_traits<number>::from_mpfr(correct), exact_sign);
    }

    void set_state(std::span<std::int8_t const> sigma) override { of_->set_state(sigma); }
    [[nodiscard]] int decide(std::size_t i) override {
        format_scope<format_role::working> const scope(sum_);
        return ulpfield::decide(number(of_->field(i)) + bias_[i]);
    }
    [[nodiscard]] mpfr_value field(std::size_t i) override {
        format_scope<format_role::working> const scope(sum_);
        return as_value(number(of_->field(i)) + bias_[i]);
    }
    void flip(std::size_t i) override { of_->flip(i); }
    void set(std::size_t i, std::int8_t value) override { of_->set(i, value); }

private:
    using number = mpfr_real<format_role::working>;
    using observed_number = observed<number, inexact_events::ignored>;

    [[nodiscard]] mpfr_value as_value(number const& x) const {
        mpfr_value result(sum_.precision);
        mpfr_set(result.get(), x.get(), MPFR_RNDN);
        return result;
    }

    std::unique_ptr<format_rule> of_;
    number_format sum_;
    std::vector<number> bias_;
    std::vector<number> values_;
    std::vector<decision> decisions_;
};

}  // namespace

std::vector<rational> scaled_bias(interaction const& F, ratio const& alpha, std::vector<rational> const& bias) {
    int const n = std::visit(
        [](auto const& f) {
            if constexpr (power_above_zero<decltype(f)>)
                return f.n;
            else
                return 0;
        },
        F);
    if (n == 0 || alpha == ratio{1, 1}) return bias;
    rational const factor = binary_power(exact_ratio(alpha), n);
    std::vector<rational> scaled;
    scaled.reserve(bias.size());
    for (rational const& b : bias) scaled.push_back(factor * b);
    return scaled;
}

std::unique_ptr<oracle> add_bias(std::unique_ptr<oracle> of, std::vector<rational> bias) {
    return std::make_unique<biased_oracle>(std::move(of), std::move(bias));
}

std::unique_ptr<format_rule> add_bias(std::unique_ptr<format_rule> of, std::vector<rational> const& bias,
                                      number_format const& sum) {
    return std::make_unique<biased_rule>(std::move(of), bias, sum);
}

}  // namespace ulpfield
