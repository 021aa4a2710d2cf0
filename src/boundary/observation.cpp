#include "ulpfield/boundary/observation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "boundary/exact_orders.hpp"
#include "boundary/order_search.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield {

namespace {

constexpr std::int64_t most_neurons_with_every_term = 512;

class observer {
public:
    observer(boundary_setting const& setting, std::stop_token const& stop)
        : setting_(setting), terms_(make_format_terms(setting.terms)), stop_(stop) {}

    [[nodiscard]] boundary_order finite_term() const {
        return last([this](std::int64_t n) { return terms_->at_N(F(n)).finite; });
    }
    [[nodiscard]] boundary_order finite_sum() const {
        return last([this](std::int64_t n) { return terms_->sum_is_finite(F(n), setting_.K, stop_); });
    }
    [[nodiscard]] boundary_order subnormal_term() const {
        return first([this](std::int64_t n) { return terms_->at_similarity(F(n)).below_normal; });
    }
    [[nodiscard]] boundary_order zero_term() const {
        return first([this](std::int64_t n) { return terms_->at_similarity(F(n)).zero; });
    }

    [[nodiscard]] boundary_order exact_terms() const {
        bool const factors = term_of(setting_.terms.scaling) == scaled_term::difference;
        std::vector<std::int64_t> const similarities = observed_similarities(factors);
        auto const all_exact = [&](std::int64_t n) {
            for (std::int64_t const s : similarities) {
                check_stop();
                if (!holds_term(setting_, s, n, terms_->term(F(n), s).get())) return false;
            }
            return true;
        };
        std::int64_t n = 0;
        if (factors && setting_.terms.N > 2)
            while (n < boundary_most_order && all_exact(n + 1)) ++n;  // exact by accident only: every order in turn
        else
            n = last_order(boundary_most_order, all_exact);
        return below_most(n);
    }

private:
    [[nodiscard]] interaction F(std::int64_t n) const { return of_order(setting_.F, static_cast<int>(n)); }

    void check_stop() const {
        if (stop_.stop_requested()) throw interrupted{};
    }

    /// The distance from the n of the bisection at which the outermost n of the same kind can lie.
    [[nodiscard]] std::int64_t radius(std::int64_t n, double log_of_x, double size_of_logs) const {
        bool const nearest = setting_.terms.format.rounding == rounding_mode::nearest ||
                             setting_.terms.format.rounding == rounding_mode::away;
        double const u = std::ldexp(1.0, (nearest ? 0 : 1) - setting_.terms.format.precision);
        double const relative = 8 * u * size_of_logs / std::max(std::fabs(log_of_x), 1e-300);
        return static_cast<std::int64_t>(std::ceil(static_cast<double>(n) * std::min(3.0, relative))) + 2;
    }
    [[nodiscard]] double log_of_N() const { return std::log(static_cast<double>(setting_.terms.N)); }
    [[nodiscard]] double log_of_alpha() const {
        ratio const factor = alpha(setting_.terms.scaling, setting_.terms.N);
        return std::log(static_cast<double>(factor.numerator)) - std::log(static_cast<double>(factor.denominator));
    }
    [[nodiscard]] double log_of_similarity() const {
        auto const& number = setting_.terms.similarity.number;
        return number ? std::log(static_cast<double>(number->numerator)) -
                            std::log(static_cast<double>(number->denominator))
                      : log_of_N() / 2;
    }
    [[nodiscard]] bool in_logarithms() const { return term_of(setting_.terms.scaling) == scaled_term::logarithm; }

    template <class Property>
    [[nodiscard]] boundary_order last(Property const& holds) const {
        if (holds(boundary_most_order)) return std::nullopt;
        std::int64_t const found = last_order(boundary_most_order, holds);
        if (found == 0) return 0;
        double const log_of_x = log_of_N() + log_of_alpha();
        for (std::int64_t n = std::min(boundary_most_order - 1, found + radius(found, log_of_x, 1)); n > found; --n) {
            check_stop();
            if (holds(n)) return n;
        }
        return found;
    }

    template <class Property>
    [[nodiscard]] boundary_order first(Property const& holds) const {
        std::int64_t const found = last_order(boundary_most_order, [&](std::int64_t n) { return !holds(n); }) + 1;
        if (found >= boundary_most_order) return std::nullopt;
        // The logarithm of e^(l(s) - l(N)) inherits the errors of both.
        double const log_of_x = log_of_similarity() + (in_logarithms() ? -log_of_N() : log_of_alpha());
        double const size = in_logarithms() ? 1 + 4 * (std::fabs(log_of_similarity()) + log_of_N()) : 1;
        for (std::int64_t n = std::max<std::int64_t>(1, found - radius(found, log_of_x, size)); n < found; ++n) {
            check_stop();
            if (holds(n)) return n;
        }
        return found;
    }

    /// From N down: the first ones fail first.
    [[nodiscard]] std::vector<std::int64_t> observed_similarities(bool factors) const {
        std::int64_t const N = setting_.terms.N;
        std::int64_t const least = factors ? 2 - N : -N;
        std::vector<std::int64_t> all;
        if (N <= most_neurons_with_every_term || factors) {
            for (std::int64_t s = N; s >= least; s -= 2) all.push_back(s);
            return all;
        }
        std::int64_t const parity = N % 2;
        for (std::int64_t k = 0; k < 64; ++k) {
            all.push_back(N - 2 * k);
            all.push_back(2 * k - N);
            all.push_back(parity + 2 * k);
            all.push_back(parity - 2 * k);
        }
        std::int64_t const half = N / 2;
        if (parity == 0) {
            std::int64_t const odd = half % 2 != 0 ? half : half - 1;
            for (std::int64_t const s : {2 * odd, -2 * odd}) all.push_back(s);
        }
        all.push_back(parity + 2 * (N / 4));
        std::sort(all.begin(), all.end(), std::greater<>());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        return all;
    }

    boundary_setting const& setting_;
    std::unique_ptr<format_terms> terms_;
    std::stop_token const& stop_;
};

}  // namespace

boundary_order observe(boundary_setting const& setting, boundary_quantity quantity, std::stop_token const& stop) {
    if (setting.terms.format.exact()) return std::nullopt;
    observer const of(setting, stop);
    switch (quantity) {
        case boundary_quantity::finite_term:
            return of.finite_term();
        case boundary_quantity::finite_sum:
            return of.finite_sum();
        case boundary_quantity::exact_terms:
            return of.exact_terms();
        case boundary_quantity::subnormal_term:
            return of.subnormal_term();
        default:
            return of.zero_term();
    }
}

}  // namespace ulpfield
