#include "ulpfield/rule/coupling_rule.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "number/value_text.hpp"
#include "rule/coupling_definition.hpp"
#include "rule/rational_shift.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/lost_bits.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/energy_text.hpp"

namespace ulpfield {

namespace {

/// h_i D of a state of {-1, 0, +1}, kept while neurons change.
class integer_fields {
public:
    explicit integer_fields(std::shared_ptr<couplings const> W) : W_(std::move(W)), fields_(W_->N) {}

    void set_state(std::span<std::int8_t const> sigma) {
        if (sigma.size() != W_->N)
            throw std::invalid_argument("sigma: " + std::to_string(sigma.size()) +
                                        " entries for N = " + std::to_string(W_->N));
        sigma_.assign(sigma.begin(), sigma.end());
        for (std::size_t i = 0; i < W_->N; ++i) {
            fields_[i] = 0;
            for (std::size_t j = 0; j < W_->N; ++j) add(fields_[i], sigma_[j], W_->at(i, j));
        }
    }
    void set(std::size_t j, std::int8_t value) {
        int const change = value - sigma_[j];
        sigma_[j] = value;
        for (std::size_t i = 0; i < W_->N; ++i) add(fields_[i], change, W_->at(i, j));
    }
    [[nodiscard]] integer const& operator[](std::size_t i) const { return fields_[i]; }
    [[nodiscard]] integer const& denominator() const { return W_->denominator; }
    [[nodiscard]] std::int8_t sigma(std::size_t i) const { return sigma_[i]; }

private:
    static void add(integer& to, int factor, integer const& x) {
        if (factor > 0)
            mpz_addmul_ui(to.backend().data(), x.backend().data(), static_cast<unsigned long>(factor));
        else if (factor < 0)
            mpz_submul_ui(to.backend().data(), x.backend().data(), static_cast<unsigned long>(-factor));
    }

    std::shared_ptr<couplings const> W_;
    std::vector<integer> fields_;
    std::vector<std::int8_t> sigma_;
};

class coupling_oracle final : public oracle {
public:
    explicit coupling_oracle(std::shared_ptr<couplings const> W) : N_(W->N), fields_(std::move(W)) {}

    void set_state(std::span<std::int8_t const> sigma) override {
        check_state(sigma, N_);
        fields_.set_state(sigma);
    }
    void flip(std::size_t i) override { fields_.set(i, static_cast<std::int8_t>(-fields_.sigma(i))); }
    [[nodiscard]] int sign(std::size_t i) override { return fields_[i].sign(); }
    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        return rounded_quotient(fields_[i], fields_.denominator(), 0, format);
    }
    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t, number_format const&) override {
        throw std::logic_error("a field of couplings has no largest F");
    }
    [[nodiscard]] std::optional<rational> rational_value(std::size_t i) override {
        return rational(fields_[i], fields_.denominator());
    }
    [[nodiscard]] std::uint64_t filter_failures() const override { return 0; }

private:
    std::size_t N_;
    integer_fields fields_;
};

class coupling_definition final : public definition_oracle {
public:
    coupling_definition(std::shared_ptr<couplings const> W, std::vector<rational> bias)
        : fields_(std::move(W)), bias_(std::move(bias)) {}

    void set_state(std::span<std::int8_t const> sigma) override { fields_.set_state(sigma); }
    void set(std::size_t i, std::int8_t value) override { fields_.set(i, value); }
    [[nodiscard]] int sign(std::size_t i, rational const& tolerance) override {
        rational field(fields_[i], fields_.denominator());
        if (!bias_.empty()) field += bias_[i];
        return boost::multiprecision::abs(field) <= tolerance ? 0 : field.sign();
    }

private:
    integer_fields fields_;
    std::vector<rational> bias_;
};

using number = mpfr_real<format_role::working>;  // of the sums
using observed_number = observed<number, inexact_events::ignored>;

/// W_ij rounded to the format, as numbers of the format of the sums. Under its scope.
std::vector<number> rounded_couplings(couplings const& W, number_format const& format) {
    std::vector<number> rounded;
    rounded.reserve(W.numerators.size());
    for (integer const& M : W.numerators) {
        mpfr_value const entry = rounded_quotient(M, W.denominator, 0, format);
        rounded.push_back(number_traits<number>::from_mpfr(entry.get()));
    }
    return rounded;
}

/// h_i summed in order.
template <class Number>
Number field_of(std::span<number const> row, std::span<std::int8_t const> sigma) {
    Number sum(0);
    for (std::size_t j = 0; j < sigma.size(); ++j) {
        if (sigma[j] == nan_value) return Number(number(std::numeric_limits<double>::quiet_NaN()));
        if (sigma[j] == 0 || row[j] == number(0)) continue;
        sum += Number(sigma[j] > 0 ? row[j] : -row[j]);
    }
    return sum;
}

class coupling_rule final : public format_rule {
public:
    coupling_rule(couplings const& W, number_format const& format, number_format sum) : N_(W.N), sum_(std::move(sum)) {
        format_scope<format_role::working> const scope(sum_);
        W_ = rounded_couplings(W, format);
    }

    void set_memories(shared_patterns const& zeta) override {
        if (zeta.N() != N_) throw std::invalid_argument("zeta: another N than that of the couplings");
    }
    void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) override {
        set_state(sigma);
        format_scope<format_role::working> const scope(sum_);
        values_.clear();
        decisions_.clear();
        for (std::size_t i = 0; i < N_; ++i) {
            throw_if_stopped(stop);
            event_scope events;
            number const value = field_of<observed_number>(row(i), sigma_).value();
            event_counts const& seen = events.counts();
            decisions_.push_back(
                {ulpfield::decide(value), value == number(0), seen.overflow != 0, is_nan(value), seen.underflow != 0});
            values_.push_back(value);
        }
    }
    [[nodiscard]] decision examined(std::size_t i) const override { return decisions_[i]; }
    [[nodiscard]] mpfr_value value(std::size_t i) const override { return exactly(values_[i]); }
    [[nodiscard]] double lost_bits(std::size_t i, mpfr_srcptr correct, int exact_sign) const override {
        format_scope<format_role::working> const scope(sum_);
        return ulpfield::lost_bits(values_[i], number_traits<number>::from_mpfr(correct), exact_sign);
    }

    void set_state(std::span<std::int8_t const> sigma) override {
        if (sigma.size() != N_)
            throw std::invalid_argument("sigma: " + std::to_string(sigma.size()) +
                                        " entries for N = " + std::to_string(N_));
        sigma_.assign(sigma.begin(), sigma.end());
    }
    [[nodiscard]] int decide(std::size_t i) override {
        format_scope<format_role::working> const scope(sum_);
        return ulpfield::decide(field_of<number>(row(i), sigma_));
    }
    [[nodiscard]] mpfr_value field(std::size_t i) override {
        format_scope<format_role::working> const scope(sum_);
        return exactly(field_of<number>(row(i), sigma_));
    }
    void flip(std::size_t i) override { sigma_[i] = static_cast<std::int8_t>(-sigma_[i]); }
    void set(std::size_t i, std::int8_t value) override { sigma_[i] = value; }

private:
    [[nodiscard]] std::span<number const> row(std::size_t i) const { return {W_.data() + i * N_, N_}; }
    [[nodiscard]] mpfr_value exactly(number const& x) const {
        mpfr_value result(sum_.precision);
        mpfr_set(result.get(), x.get(), MPFR_RNDN);
        return result;
    }

    std::size_t N_;
    number_format sum_;
    std::vector<number> W_;
    std::vector<std::int8_t> sigma_;
    std::vector<number> values_;
    std::vector<decision> decisions_;
};

}  // namespace

std::unique_ptr<oracle> make_coupling_oracle(std::shared_ptr<couplings const> W) {
    return std::make_unique<coupling_oracle>(std::move(W));
}

std::unique_ptr<definition_oracle> make_coupling_definition(std::shared_ptr<couplings const> W,
                                                            std::vector<rational> bias) {
    return std::make_unique<coupling_definition>(std::move(W), std::move(bias));
}

std::unique_ptr<format_rule> make_coupling_rule(std::shared_ptr<couplings const> W, number_format const& format,
                                                number_format const& sum) {
    return std::make_unique<coupling_rule>(*W, format, sum);
}

std::string coupling_energy_text(std::shared_ptr<couplings const> const& W, number_format const& format,
                                 number_format const& sum, std::span<std::int8_t const> sigma,
                                 std::span<rational const> bias) {
    if (format.exact()) {
        integer_fields fields(W);
        fields.set_state(sigma);
        integer pairs = 0;
        rational biases = 0;
        for (std::size_t i = 0; i < sigma.size(); ++i) {
            pairs += fields[i] * sigma[i];
            if (!bias.empty()) biases += bias[i] * sigma[i];
        }
        return exact_decimal(rational(-rational(pairs, 2 * W->denominator) - biases));
    }
    format_scope<format_role::working> const scope(sum);
    std::vector<number> const rounded = rounded_couplings(*W, format);
    number pairs(0);
    number biases(0);
    for (std::size_t i = 0; i < sigma.size(); ++i) {
        if (sigma[i] == 0) continue;
        number const h = field_of<number>({rounded.data() + i * W->N, W->N}, sigma);
        pairs += sigma[i] > 0 ? h : -h;
        if (bias.empty()) continue;
        number const b(nearest(bias[i], sum));
        biases += sigma[i] > 0 ? b : -b;
    }
    number const E = -elementary::scale_by_power_of_two(pairs, -1) - biases;
    return decimal_text(E.get(), std::min(energy_digits, telling_digits(sum.precision)));
}

}  // namespace ulpfield
