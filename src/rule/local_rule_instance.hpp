#pragma once
#include <map>
#include <optional>
#include <stdexcept>
#include <stop_token>
#include <utility>
#include <vector>

#include "number/value_text.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/rule/local_rule.hpp"
#include "ulpfield/scaling/logarithmic.hpp"

namespace ulpfield {

/// Exact arithmetic: sums of exact values over one denominator. `shifted`: over the largest |F| of the arguments.
template <class Interaction>
class exact_local_rule final : public local_rule {
public:
    exact_local_rule(Interaction const& F, ratio const& alpha, scaling_way way)
        : P_(alpha.numerator), shifted_(way == scaling_way::shifted), values_(F, alpha.denominator), sums_(1) {}

    void push(neuron_view view) override {
        sums_.push_back(sums_.back());
        for (int const zeta : {1, -1}) values_.add(P_ * integer(view.R + zeta), zeta * view.zeta, sums_.back());
        if (shifted_) views_.push_back(view);
    }
    void pop() override {
        sums_.pop_back();
        if (shifted_) views_.pop_back();
    }
    [[nodiscard]] int sign() override { return values_.sign(sums_.back()); }
    [[nodiscard]] bool left_range() override { return false; }
    [[nodiscard]] std::string text() override {
        if constexpr (rational_valued<Interaction>)
            if (!shifted_) return values_.rational_value(sums_.back())->str();
        return decimal_text(value().get(), 20);
    }
    [[nodiscard]] mpfr_value value() override {
        if (!shifted_ || views_.empty()) return values_.round(sums_.back(), wide_format());
        auto largest = values_.magnitude_at(P_ * integer(views_.front().R + 1));
        for (neuron_view const& view : views_)
            for (int const zeta : {1, -1})
                if (auto size = values_.magnitude_at(P_ * integer(view.R + zeta)); values_.larger(size, largest))
                    largest = std::move(size);
        return values_.quotient(sums_.back(), largest, wide_format());
    }

private:
    [[nodiscard]] static number_format const& wide_format() {
        static number_format const format{"", 200, mpfr_emin, mpfr_emax, false};
        return format;
    }

    integer P_;
    bool shifted_;
    exact_values<Interaction> values_;
    std::vector<typename exact_values<Interaction>::sum> sums_;
    std::vector<neuron_view> views_;
};

/// A format, by mpfr_real: the same bits as its own type (tests/rule/local_rule.cpp holds it to that).
template <class Interaction>
class rounding_local_rule final : public local_rule {
public:
    rounding_local_rule(Interaction F, local_setting setting, std::stop_token stop)
        : F_(std::move(F)), setting_(std::move(setting)), stop_(std::move(stop)) {
        context const scope(setting_.format);
        sums_.push_back({Real(0), false});
    }

    void push(neuron_view view) override {
        views_.push_back(view);
        if (logarithms()) {
            sum_.reset();
            return;
        }
        context const scope(setting_.format);
        // Rounded toward one side, the difference with zeta_i = -1 is not the negative of that with +1.
        bool const negated = view.zeta < 0 && setting_.format.symmetric();
        term const& D = negated ? difference(1, view.R) : difference(view.zeta, view.R);
        event_scope events;
        observed_real const sum = observed_real(sums_.back().value) + observed_real(negated ? -D.value : D.value);
        bool const left = sums_.back().left || D.left || seen(events, sum.value());
        sums_.push_back({sum.value(), left});
    }
    void pop() override {
        views_.pop_back();
        if (logarithms())
            sum_.reset();
        else
            sums_.pop_back();
    }
    [[nodiscard]] int sign() override {
        Real const& u = current().value;
        if (is_nan(u)) return -1;
        return mpfr_sgn(u.get());
    }
    [[nodiscard]] bool left_range() override { return current().left; }
    [[nodiscard]] std::string text() override {
        return decimal_text(current().value.get(), telling_digits(setting_.format.precision));
    }
    [[nodiscard]] mpfr_value value() override {
        mpfr_value result(setting_.format.precision);
        mpfr_set(result.get(), current().value.get(), MPFR_RNDN);
        return result;
    }

private:
    using Real = mpfr_real<format_role::working>;
    using observed_real = observed<Real, inexact_events::ignored>;
    using context = format_scope<format_role::working>;

    struct term {
        Real value;
        bool left = false;
    };

    [[nodiscard]] bool logarithms() const { return setting_.way == scaling_way::shifted; }

    [[nodiscard]] static bool seen(event_scope const& events, Real const& result) {
        event_counts const& counts = events.counts();
        return counts.overflow + counts.underflow + counts.invalid != 0 || is_nan(result) ||
               number_traits<Real>::is_infinite(result);
    }

    [[nodiscard]] term const& current() {
        if (!logarithms()) return sums_.back();
        if (!sum_) {
            context const scope(setting_.format);
            sum_ = shifted_sum();
        }
        return *sum_;
    }

    /// F(alpha (zeta + R)) - F(alpha (-zeta + R)) by the format's operations.
    [[nodiscard]] term const& difference(int zeta, int R) {
        auto const found = terms_.find({zeta, R});
        if (found != terms_.end()) return found->second;
        event_scope events;
        observed_real const similarity(R);
        observed_real const a = observed_real(zeta) + similarity;
        observed_real const b = observed_real(-zeta) + similarity;
        auto const scale = [this](observed_real const& x) {
            if (setting_.way == scaling_way::divided) return x / constant<observed_real>(setting_.alpha.denominator, 1);
            if (setting_.alpha == ratio{1, 1}) return x;
            return x * constant<observed_real>(setting_.alpha.numerator, setting_.alpha.denominator);
        };
        observed_real const D = F_(scale(a)) - F_(scale(b));
        // An alpha that the format rounds to 0 is another one.
        bool const vanished = setting_.way == scaling_way::multiplied && !(setting_.alpha == ratio{1, 1}) &&
                              constant<Real>(setting_.alpha.numerator, setting_.alpha.denominator) == Real(0);
        return terms_.emplace(std::pair(zeta, R), term{D.value(), vanished || seen(events, D.value())}).first->second;
    }

    [[nodiscard]] term shifted_sum() const {
        event_scope events;
        signed_logarithm<observed_real> largest;
        std::vector<std::pair<signed_logarithm<observed_real>, signed_logarithm<observed_real>>> terms;
        for (neuron_view const& view : views_) {
            throw_if_stopped(stop_);
            observed_real const similarity(view.R);
            terms.emplace_back(F_.logarithm(observed_real(view.zeta) + similarity),
                               F_.logarithm(observed_real(-view.zeta) + similarity));
            logarithmic::raise(largest, terms.back().first);
            logarithmic::raise(largest, terms.back().second);
        }
        observed_real sum(0);
        for (auto const& [a, b] : terms) {
            throw_if_stopped(stop_);
            sum += logarithmic::shifted<observed_real>(a, largest) - logarithmic::shifted<observed_real>(b, largest);
        }
        return {sum.value(), seen(events, sum.value())};
    }

    Interaction F_;
    local_setting setting_;  // its F plays no part
    std::stop_token stop_;
    std::map<std::pair<int, int>, term> terms_;
    std::vector<term> sums_;
    std::vector<neuron_view> views_;
    std::optional<term> sum_;  // of the logarithms, made when asked for
};

/// The rule of one interaction function; the setting's own F plays no part. As make_local_rule.
template <class Interaction>
[[nodiscard]] std::unique_ptr<local_rule> make_local_rule_of(Interaction const& F, local_setting const& setting, int N,
                                                             std::stop_token stop = {}) {
    if (!holds_similarities(setting.format, N))
        throw std::invalid_argument("local_rule: " + setting.format.name +
                                    " does not hold similarities of N = " + std::to_string(N));
    bool const whole = setting.alpha == ratio{1, 1};
    if (setting.alpha.numerator < 1 || (setting.way == scaling_way::divided && setting.alpha.numerator != 1) ||
        (setting.way == scaling_way::shifted && !whole))
        throw std::invalid_argument("local_rule: alpha = " + setting.alpha.text() + " does not go with this scaling");
    if (setting.format.exact()) return std::make_unique<exact_local_rule<Interaction>>(F, setting.alpha, setting.way);
    return std::make_unique<rounding_local_rule<Interaction>>(F, setting, std::move(stop));
}

}  // namespace ulpfield
