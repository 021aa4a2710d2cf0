#include "ulpfield/rule/local_rule.hpp"

#include <map>
#include <stdexcept>
#include <vector>

#include "number/value_text.hpp"
#include "ulpfield/number/exponential_sum.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/scaling/logarithmic.hpp"

namespace ulpfield {

namespace {

constexpr mpfr_prec_t wide = 200;

number_format const& wide_format() {
    static number_format const format{"", wide, mpfr_emin, mpfr_emax, false};
    return format;
}

/// Polynomial, rectified and leaky F: integers over one common denominator.
template <class Interaction>
class algebraic_rule final : public local_rule {
public:
    algebraic_rule(Interaction const& F, ratio const& alpha) : F_(F), P_(alpha.numerator), sums_{integer(0)} {
        integer const Q = alpha.denominator;
        Q_power_ = boost::multiprecision::pow(Q, static_cast<unsigned>(F.n - 1));
        denominator_ = Q_power_ * Q * F.exact_denominator();
    }

    void push(neuron_view view) override {
        integer const& D = term(view.R);
        sums_.push_back(view.zeta > 0 ? integer(sums_.back() + D) : integer(sums_.back() - D));
    }
    void pop() override { sums_.pop_back(); }
    [[nodiscard]] int sign() override { return sums_.back().sign(); }
    [[nodiscard]] bool left_range() override { return false; }
    [[nodiscard]] std::string text() override { return rational(sums_.back(), denominator_).str(); }
    [[nodiscard]] mpfr_value value() override {
        mpfr_value result(wide);
        rational const exact(sums_.back(), denominator_);
        mpfr_set_q(result.get(), exact.backend().data(), MPFR_RNDN);
        return result;
    }

private:
    /// D(R) = F(alpha (R + 1)) - F(alpha (R - 1)) times the common denominator.
    [[nodiscard]] integer const& term(int R) {
        auto const found = terms_.find(R);
        if (found != terms_.end()) return found->second;
        integer const above = P_ * integer(R + 1);
        integer const below = P_ * integer(R - 1);
        return terms_.emplace(R, F_.exact(above, Q_power_) - F_.exact(below, Q_power_)).first->second;
    }

    Interaction F_;
    integer P_;
    integer Q_power_;
    integer denominator_;
    std::map<int, integer> terms_;
    std::vector<integer> sums_;
};

/// e^x, also shifted by the largest argument: integer counts of e^(P x/Q).
class exponential_rule final : public local_rule {
public:
    exponential_rule(ratio const& alpha, bool shifted)
        : P_(alpha.numerator), shifted_(shifted), table_(integer(alpha.denominator)) {}

    void push(neuron_view view) override { views_.push_back(view); }
    void pop() override { views_.pop_back(); }
    [[nodiscard]] int sign() override { return sum().sign(table_); }
    [[nodiscard]] bool left_range() override { return false; }
    [[nodiscard]] std::string text() override { return decimal_text(value().get(), 20); }
    [[nodiscard]] mpfr_value value() override { return sum().round(table_, wide_format()); }

private:
    [[nodiscard]] exponential_sum sum() const {
        int largest = 0;
        if (shifted_ && !views_.empty()) {
            largest = views_.front().R - 1;
            for (neuron_view const& view : views_) largest = std::max(largest, view.R + 1);
        }
        exponential_sum result;
        for (neuron_view const& view : views_) {
            result.add(P_ * integer(view.R + view.zeta - largest), 1);
            result.add(P_ * integer(view.R - view.zeta - largest), -1);
        }
        return result;
    }

    integer P_;
    bool shifted_;
    exponential_table table_;
    std::vector<neuron_view> views_;
};

/// A format, by mpfr_real: the same bits as its own type (tests/kernels hold it to that).
class rounding_rule final : public local_rule {
public:
    rounding_rule(local_setting setting, std::stop_token stop) : setting_(std::move(setting)), stop_(std::move(stop)) {
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
        term const& D = difference(view.R);
        event_scope events;
        watched const sum = watched(sums_.back().value) + watched(view.zeta > 0 ? D.value : -D.value);
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
    using watched = observed<Real, inexact_events::ignored>;
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
            sum_ = std::visit([this](auto const& F) { return shifted_sum(F); }, setting_.F);
        }
        return *sum_;
    }

    /// F(alpha (1 + R)) - F(alpha (-1 + R)) by the format's operations.
    [[nodiscard]] term const& difference(int R) {
        auto const found = terms_.find(R);
        if (found != terms_.end()) return found->second;
        event_scope events;
        watched const similarity(R);
        watched const a = watched(1) + similarity;
        watched const b = watched(-1) + similarity;
        auto const scale = [this](watched const& x) {
            if (setting_.way == scaling_way::divided) return x / constant<watched>(setting_.alpha.denominator, 1);
            if (setting_.alpha == ratio{1, 1}) return x;
            return x * constant<watched>(setting_.alpha.numerator, setting_.alpha.denominator);
        };
        watched const D = std::visit([&](auto const& F) { return watched(F(scale(a)) - F(scale(b))); }, setting_.F);
        return terms_.emplace(R, term{D.value(), seen(events, D.value())}).first->second;
    }

    template <class Interaction>
    [[nodiscard]] term shifted_sum(Interaction const& F) const {
        event_scope events;
        signed_logarithm<watched> largest;
        std::vector<std::pair<signed_logarithm<watched>, signed_logarithm<watched>>> terms;
        for (neuron_view const& view : views_) {
            throw_if_stopped(stop_);
            watched const similarity(view.R);
            terms.emplace_back(F.logarithm(watched(view.zeta) + similarity),
                               F.logarithm(watched(-view.zeta) + similarity));
            logarithmic::raise(largest, terms.back().first);
            logarithmic::raise(largest, terms.back().second);
        }
        watched sum(0);
        for (auto const& [a, b] : terms) {
            throw_if_stopped(stop_);
            sum += logarithmic::shifted<watched>(a, largest) - logarithmic::shifted<watched>(b, largest);
        }
        return {sum.value(), seen(events, sum.value())};
    }

    local_setting setting_;
    std::stop_token stop_;
    std::map<int, term> terms_;
    std::vector<term> sums_;
    std::vector<neuron_view> views_;
    std::optional<term> sum_;  // of the logarithms, made when asked for
};

}  // namespace

bool holds_similarities(number_format const& format, int N) {
    if (format.exact()) return true;
    if (N <= 1) return true;
    // Sums of N - 1 terms +-1, and one more: exact up to 2^p, finite up to the largest number.
    if (format.precision < 31 && N > 1 << format.precision) return false;
    if (format.emax >= 31) return true;
    // The largest integer below overflow: (2^p - 1) 2^(emax-p+1), one unit less in a format without infinity.
    std::int64_t const units =
        (std::int64_t{1} << format.precision) - (format.overflow == overflow_value::not_a_number ? 2 : 1);
    std::int64_t const up = format.emax - format.precision + 1;
    std::int64_t const largest = up >= 0 ? units << up : units >> -up;
    return N <= largest;
}

std::unique_ptr<local_rule> make_local_rule(local_setting const& setting, int N, std::stop_token stop) {
    if (!holds_similarities(setting.format, N))
        throw std::invalid_argument("local_rule: " + setting.format.name +
                                    " does not hold similarities of N = " + std::to_string(N));
    bool const whole = setting.alpha == ratio{1, 1};
    if (setting.alpha.numerator < 1 || (setting.way == scaling_way::divided && setting.alpha.numerator != 1) ||
        (setting.way == scaling_way::shifted && !whole))
        throw std::invalid_argument("local_rule: alpha = " + setting.alpha.text() + " does not go with this scaling");
    if (!setting.format.exact()) return std::make_unique<rounding_rule>(setting, std::move(stop));
    return std::visit(
        [&](auto const& F) -> std::unique_ptr<local_rule> {
            using Interaction = std::remove_cvref_t<decltype(F)>;
            if constexpr (is_algebraic<Interaction>)
                return std::make_unique<algebraic_rule<Interaction>>(F, setting.alpha);
            else
                return std::make_unique<exponential_rule>(setting.alpha, setting.way == scaling_way::shifted);
        },
        setting.F);
}

}  // namespace ulpfield
