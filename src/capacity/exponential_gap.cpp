#include "capacity/exponential_gap.hpp"

#include <cmath>
#include <stdexcept>

#include "capacity/stop_point.hpp"
#include "ulpfield/interaction/exact_values.hpp"

namespace ulpfield::capacity {

exponential_gap::exponential_gap(setting const& where) : N_(where.N) {
    std::visit(
        [&]<class Function>(Function const& f) {
            if constexpr (exponential_valued<Function>) {
                exponential_form const form = f.exponential_terms();
                for (auto const& [coefficient, rate] : form.terms) {
                    if (coefficient == 0 || rate == 0) continue;  // a constant has no difference
                    enclosure const r(rational(rate, form.rate_denominator));
                    enclosure const c(rational(coefficient, form.denominator));
                    enclosure const a = c * (exp(r) - exp(-r));
                    bool const positive = (coefficient < 0) == (rate < 0);
                    waves_.push_back({a, r, log(positive ? a : -a).to_double(), positive ? 1.0 : -1.0, r.to_double()});
                }
                exact_values<Function> values(f, integer(1));
                typename exact_values<Function>::sum gap{};
                values.add(integer(N_), 1, gap);
                values.add(integer(N_ - 2), -1, gap);
                mean_sign_ = values.sign(gap);
            } else {
                throw std::domain_error(f.name() + " F is no sum of exponentials");
            }
        },
        where.F);
}

enclosure exponential_gap::difference(std::int64_t S) const {
    stop_point();
    enclosure sum(0L);
    for (wave const& x : waves_) sum = sum + x.amplitude * exp(x.rate * enclosure(static_cast<long>(S)));
    return sum;
}

enclosure exponential_gap::products(int left, enclosure const& amplitude, enclosure const& rate) const {
    if (left == 0) return amplitude * exp(log(cosh(rate)) * enclosure(static_cast<long>(N_ - 1)));
    enclosure sum(0L);
    for (wave const& x : waves_) sum = sum + products(left - 1, amplitude * x.amplitude, rate + x.rate);
    return sum;
}

exponential_gap::leading exponential_gap::lead(double S) const {
    leading at;
    double top = -HUGE_VAL;
    for (std::size_t k = 0; k < waves_.size(); ++k)
        if (double const size = waves_[k].log_amplitude + waves_[k].rough_rate * S; size > top) {
            top = size;
            at.wave = k;
        }
    wave const& first = waves_[at.wave];
    double sum = 0;
    for (wave const& x : waves_)
        sum += x.sign * std::exp(x.log_amplitude - first.log_amplitude + (x.rough_rate - first.rough_rate) * S);
    at.log_sum = std::log(std::abs(sum));
    return at;
}

double exponential_gap::log_relative(std::int64_t S) const {
    auto const s = static_cast<double>(S);
    auto const m = static_cast<double>(N_ - 1);
    leading const here = lead(s);
    leading const mean = lead(m);
    double const rest = here.log_sum - mean.log_sum;
    double const rate = waves_[mean.wave].rough_rate;
    if (here.wave == mean.wave) return rate * (s - m) + rest;
    wave const& other = waves_[here.wave];
    return other.log_amplitude - waves_[mean.wave].log_amplitude + other.rough_rate * s - rate * m + rest;
}

}  // namespace ulpfield::capacity
