#include "ulpfield/dynamics/trajectory.hpp"

#include <algorithm>
#include <array>
#include <boost/numeric/odeint/stepper/runge_kutta4.hpp>
#include <boost/numeric/odeint/stepper/runge_kutta_dopri5.hpp>
#include <cmath>
#include <limits>

#include "number/value_text.hpp"
#include "ulpfield/dynamics/hidden_neurons.hpp"
#include "ulpfield/dynamics/modern_hopfield.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/mpfr_real.hpp"

namespace ulpfield {

namespace {

/// All formats alike: mpfr_real with a format's four numbers gives its bits (tests/number).
using number = mpfr_real<format_role::working>;
using state = std::vector<number>;
/// Steps times coefficients of a Runge-Kutta scheme (92097/339200 is beyond fp16): computed widely, rounded once.
using wide_number = mpfr_real<format_role::accumulating>;
using network = hidden_neurons<number>;

constexpr mpfr_prec_t time_bits = 256;
constexpr int time_digits = 17;
constexpr int most_value_digits = 40;

number nearest(ratio const& value) { return constant<number>(value.numerator, value.denominator); }

state nearest(std::vector<ratio> const& values) {
    state result;
    result.reserve(values.size());
    for (ratio const& value : values) result.push_back(nearest(value));
    return result;
}

state start_of(trajectory_setting const& setting) {
    if (setting.start.empty()) return nearest(setting.v0);
    state result;
    result.reserve(setting.start.size());
    for (double const value : setting.start) result.push_back(from_double<number>(value));
    return result;
}

/// Beyond 2^1024 in formats that reach further: the run diverges as it would in double.
bool finite(number const& x) {
    return mpfr_number_p(x.get()) != 0 && (mpfr_zero_p(x.get()) != 0 || mpfr_get_exp(x.get()) <= 1024);
}
bool finite(state const& x) {
    return std::all_of(x.begin(), x.end(), [](number const& component) { return finite(component); });
}

std::string text(number const& x) {
    return decimal_text(x.get(),
                        std::min(most_value_digits, telling_digits(current_format<format_role::working>().precision)));
}
std::vector<std::string> texts(state const& x, std::size_t from, std::size_t to) {
    std::vector<std::string> result;
    result.reserve(to - from);
    for (std::size_t i = from; i < to; ++i) result.push_back(text(x[i]));
    return result;
}

/// target = k value
void set_time(mpfr_value& target, std::uint64_t k, ratio const& value) {
    mpfr_set_ui(target.get(), k, MPFR_RNDN);
    mpfr_mul_si(target.get(), target.get(), value.numerator, MPFR_RNDN);
    mpfr_div_si(target.get(), target.get(), value.denominator, MPFR_RNDN);
}

/// k value, in decimal.
std::string multiple(std::uint64_t k, ratio const& value) {
    mpfr_value product(time_bits);
    set_time(product, k, value);
    return decimal_text(product.get(), time_digits);
}

/// Whole steps that fit into the time.
std::uint64_t steps_within(ratio const& time, ratio const& step) {
    __extension__ using wide = __int128;
    return static_cast<std::uint64_t>(static_cast<wide>(time.numerator) * step.denominator /
                                      (static_cast<wide>(time.denominator) * step.numerator));
}

/// Rows and the energy's rises, common to all runs.
class recorder {
public:
    recorder(memory_patterns const& xi, trajectory& kept) : xi_(xi), kept_(kept) {}

    /// Takes the energy after a step; true if it rose for the first time.
    bool take(number const& energy) {
        bool const rises = last_ && !(energy <= *last_);
        last_ = energy;
        bool const first = rises && monotone_;
        monotone_ = monotone_ && !rises;
        return first;
    }
    void row(std::string step, std::string time, number const& energy, std::string quotient, std::string formula,
             std::string status, state const& g) {
        auto [nearest, distance] = nearest_memory_of(g);
        kept_.rows.push_back({std::move(step), std::move(time), text(energy), std::move(quotient), std::move(formula),
                              monotone_, std::move(status), std::move(nearest), std::move(distance)});
    }

private:
    [[nodiscard]] std::pair<std::string, std::string> nearest_memory_of(state const& g) const {
        if (!finite(g)) return {};
        std::vector<double> values;
        for (number const& component : g) values.push_back(mpfr_get_d(component.get(), MPFR_RNDN));
        std::size_t best = 0;
        double least = std::numeric_limits<double>::infinity();
        for (std::size_t mu = 0; mu < count(xi_); ++mu) {
            double squares = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                double const xi =
                    std::visit([&](auto const& patterns) { return static_cast<double>(patterns.at(mu, i)); }, xi_);
                double const apart = xi - values[i];
                squares += apart * apart;
            }
            if (squares < least) {
                best = mu;
                least = squares;
            }
        }
        mpfr_value root(53);
        mpfr_set_d(root.get(), least, MPFR_RNDN);
        mpfr_sqrt(root.get(), root.get(), MPFR_RNDN);
        return {std::to_string(best + 1), decimal_text(root.get(), 6)};
    }

    memory_patterns const& xi_;
    trajectory& kept_;
    std::optional<number> last_;
    bool monotone_ = true;
};

/// The token of the run on this thread, for the operations that Odeint makes itself.
thread_local std::stop_token const* stop_of_run = nullptr;

/// Odeint's linear combinations y = a_1 x_1 + a_2 x_2 + ... in the format, summed from left to right; each factor (1,
/// or step times coefficient) rounded once to the format.
struct linear_combinations {
    template <std::size_t count>
    class sum {
    public:
        using result_type = void;
        template <class... Factors>
        explicit sum(Factors const&... factors) : factors_{convert<number>(factors)...} {}

        template <class... Terms>
        void operator()(number& y, Terms const&... terms) const {
            throw_if_stopped(*stop_of_run);
            std::size_t k = 0;
            number total(0);
            ((total = k == 0 ? factors_[0] * terms : total + factors_[k] * terms, ++k), ...);
            y = total;
        }

    private:
        std::array<number, count> factors_;
    };
    template <class...>
    using scale_sum1 = sum<1>;
    template <class...>
    using scale_sum2 = sum<2>;
    template <class...>
    using scale_sum3 = sum<3>;
    template <class...>
    using scale_sum4 = sum<4>;
    template <class...>
    using scale_sum5 = sum<5>;
    template <class...>
    using scale_sum6 = sum<6>;
    template <class...>
    using scale_sum7 = sum<7>;
};

class integration {
public:
    integration(trajectory_setting const& setting, trajectory& kept, std::stop_token const& stop)
        : setting_(setting),
          neurons_(setting.Lv, setting.Lh, *setting.xi, nearest(setting.tau_v), nearest(setting.tau_h),
                   nearest(setting.I), stop),
          step_(nearest(setting.step)),
          wide_step_(convert<wide_number>(step_)),
          x_(start_of(setting)),
          kept_(kept),
          rows_(*setting.xi, kept) {
        state const h0 = nearest(setting.h0);
        x_.insert(x_.end(), h0.begin(), h0.end());
    }

    void run(std::stop_token const& stop) {
        number const energy = neurons_.energy(x_);
        rows_.take(energy);
        first_energy_ = least_energy_ = mpfr_get_d(energy.get(), MPFR_RNDN);
        bool const begins = finite(x_) && finite(energy);
        record(multiple(1, setting_.step), "0", energy, begins ? "ok" : "diverged");
        if (begins) {
            if (setting_.solver == ode_solver::runge_kutta_4)
                fixed_steps(stop);
            else
                adaptive_steps(stop);
        }
        kept_.v = texts(x_, 0, neurons_.N());
        kept_.h = texts(x_, neurons_.N(), x_.size());
    }

private:
    using odeint_algebra = boost::numeric::odeint::range_algebra;
    using runge_kutta = boost::numeric::odeint::runge_kutta4<state, wide_number, state, wide_number, odeint_algebra,
                                                             linear_combinations>;
    using dormand_prince = boost::numeric::odeint::runge_kutta_dopri5<state, wide_number, state, wide_number,
                                                                      odeint_algebra, linear_combinations>;

    /// The equations do not name the time: Odeint is always told 0, and the clock is kept outside the format.
    [[nodiscard]] auto system() const {
        return [this](state const& x, state& x_prime, wide_number const&) { neurons_.derivative(x, x_prime); };
    }

    void fixed_steps(std::stop_token const& stop) {
        runge_kutta stepper;
        std::string const step = multiple(1, setting_.step);
        std::uint64_t const whole = steps_within(setting_.time, setting_.step);
        rational const rest = exact_ratio(setting_.time) - whole * exact_ratio(setting_.step);
        std::uint64_t const steps = whole + (rest != 0 ? 1 : 0);
        for (std::uint64_t k = 1; k <= steps; ++k) {
            if (stop.stop_requested()) throw interrupted{};
            if (k > setting_.most_steps) {
                record(step, multiple(k - 1, setting_.step), neurons_.energy(x_), "limit");
                return;
            }
            bool const shorter = k > whole;  // the last one, to the end of the time
            mpfr_value length(time_bits);
            mpfr_set_q(length.get(), rest.backend().data(), MPFR_RNDN);
            state const before = x_;
            stepper.do_step(system(), x_, wide_number(0), shorter ? convert<wide_number>(rounded(length)) : wide_step_);
            if (!after_step(before, shorter ? decimal_text(length.get(), time_digits) : step,
                            shorter ? multiple(1, setting_.time) : multiple(k, setting_.step),
                            k % setting_.every == 0 || k == steps))
                return;
        }
    }

    void adaptive_steps(std::stop_token const& stop) {
        dormand_prince stepper;
        std::uint64_t const rows = steps_within(setting_.time, setting_.step) / setting_.every;
        // One more row where the end lies between two of them.
        bool const ends_between = rows * setting_.every * exact_ratio(setting_.step) != exact_ratio(setting_.time);
        state x_prime(x_.size());
        neurons_.derivative(x_, x_prime);
        state next(x_.size());
        state next_prime(x_.size());
        state error(x_.size());
        mpfr_value time(time_bits);
        mpfr_value target(time_bits);
        mpfr_set_zero(time.get(), 1);
        number step = step_;
        std::uint64_t tried = 0;
        for (std::uint64_t row = 1; row <= rows + (ends_between ? 1 : 0); ++row) {
            if (row <= rows)
                set_time(target, row * setting_.every, setting_.step);
            else
                set_time(target, 1, setting_.time);
            for (bool arrived = false; !arrived;) {
                if (stop.stop_requested()) throw interrupted{};
                mpfr_value left(time_bits);
                mpfr_sub(left.get(), target.get(), time.get(), MPFR_RNDN);
                bool const last = mpfr_cmp(left.get(), step.get()) <= 0;
                number const taken = last ? rounded(left) : step;
                std::string const taken_text =
                    decimal_text(taken.get(), std::min(time_digits, telling_digits(setting_.format.precision)));
                if (++tried > setting_.most_steps || !(taken > number(0))) {
                    record(taken_text, decimal_text(time.get(), time_digits), neurons_.energy(x_), "limit");
                    return;
                }
                stepper.do_step(system(), x_, x_prime, wide_number(0), next, next_prime, convert<wide_number>(taken),
                                error);
                double const estimate = worst(error, x_, x_prime, taken);
                if (!(estimate <= 1)) {
                    step = taken * number(shrunk(estimate));
                    continue;
                }
                step = grown(last ? step : taken, estimate);
                state const before = x_;
                x_ = next;
                x_prime = next_prime;
                if (last)
                    mpfr_set(time.get(), target.get(), MPFR_RNDN);
                else
                    mpfr_add(time.get(), time.get(), taken.get(), MPFR_RNDN);
                arrived = last;
                if (!after_step(before, taken_text, decimal_text(time.get(), time_digits), last)) return;
            }
        }
    }

    /// False: the run is over.
    bool after_step(state const& before, std::string const& step, std::string const& time, bool wanted) {
        number const energy = neurons_.energy(x_);
        bool const first_rise = rows_.take(energy);
        if (!finite(x_) || !finite(energy) || climbed(energy)) {
            record(step, time, energy, "diverged");
            return false;
        }
        if (x_ == before) {
            record(step, time, energy, "stalled");
            return false;
        }
        if (wanted || first_rise) record(step, time, energy, "ok");
        return true;
    }

    /// With convex Lagrangians no trajectory comes above its first energy. One whose computed energy does by more than
    /// it has ever fallen, and by more than |E(0)| + 1, has left it: the step is too long for a time constant.
    bool climbed(number const& energy) {
        if (!convex(setting_.Lv) || !convex(setting_.Lh)) return false;
        double const E = mpfr_get_d(energy.get(), MPFR_RNDN);
        least_energy_ = std::min(least_energy_, E);
        return E - first_energy_ > (first_energy_ - least_energy_) + std::fabs(first_energy_) + 1;
    }

    void record(std::string const& step, std::string const& time, number const& energy, std::string const& status) {
        runge_kutta forwards;
        state ahead = x_;
        forwards.do_step(system(), ahead, wide_number(0), wide_step_);
        runge_kutta backwards;
        state behind = x_;
        backwards.do_step(system(), behind, wide_number(0), -wide_step_);
        number const quotient = (neurons_.energy(ahead) - neurons_.energy(behind)) / (number(2) * step_);
        rows_.row(step, time, energy, text(quotient), text(neurons_.energy_derivative(x_)), status,
                  neurons_.feature_outputs(x_));
    }

    [[nodiscard]] number rounded(mpfr_value const& value) const {
        return number(round_once(
            setting_.format, [&](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set(result, value.get(), mode); }));
    }

    /// max_i |error_i| / (tolerance (1 + |x_i| + dt |x'_i|)), Odeint's own measure; nearest double.
    [[nodiscard]] double worst(state const& error, state const& x, state const& x_prime, number const& step) const {
        number const tolerance = nearest(setting_.tolerance);
        number most(0);
        for (std::size_t i = 0; i < error.size(); ++i) {
            number const allowed = tolerance * (number(1) + magnitude(x[i]) + step * magnitude(x_prime[i]));
            number const part = magnitude(error[i]) / allowed;
            if (is_nan(part)) return std::numeric_limits<double>::infinity();
            if (part > most) most = part;
        }
        return mpfr_get_d(most.get(), MPFR_RNDN);
    }

    /// 0.9 e^(-1/power), correctly rounded to double: the same on every machine.
    [[nodiscard]] static double factor(double e, unsigned power) {
        mpfr_value root(53);
        mpfr_set_d(root.get(), e, MPFR_RNDN);
        mpfr_rootn_ui(root.get(), root.get(), power, MPFR_RNDN);
        return 0.9 / mpfr_get_d(root.get(), MPFR_RNDN);
    }
    [[nodiscard]] static double shrunk(double e) { return std::max(factor(e, 4), 0.2); }
    [[nodiscard]] static number grown(number const& step, double e) {
        if (!(e < 0.5)) return step;
        double const by = factor(std::max(e, 0x1p-12), 5);
        return step * number(std::min(by, 5.0));
    }

    trajectory_setting const& setting_;
    network neurons_;
    number step_;
    wide_number wide_step_;
    state x_;
    double first_energy_ = 0;
    double least_energy_ = 0;
    trajectory& kept_;
    recorder rows_;
};

void run_updates(trajectory_setting const& setting, trajectory& kept, std::stop_token const& stop) {
    modern_hopfield<number> const model(*setting.xi, *setting.modern, stop);
    recorder rows(*setting.xi, kept);
    state v = start_of(setting);
    number energy = model.energy(v);
    rows.take(energy);
    bool const begins = finite(v) && finite(energy);
    rows.row("1", "0", energy, "", "", begins ? "ok" : "diverged", v);
    for (std::uint64_t t = 1; begins && t <= std::min(setting.updates, setting.most_steps); ++t) {
        if (stop.stop_requested()) throw interrupted{};
        state next = model.update(v);
        number const next_energy = model.energy(next);
        bool const first_rise = rows.take(next_energy);
        bool const lost = !finite(next) || !finite(next_energy);
        bool const rests = next == v;
        v = std::move(next);
        std::string const change = text(next_energy - energy);
        energy = next_energy;
        bool const wanted = t % setting.every == 0 || t == setting.updates || first_rise;
        if (wanted || lost || rests)
            rows.row("1", std::to_string(t), energy, change, "", lost ? "diverged" : rests ? "stalled" : "ok", v);
        if (lost || rests) break;
    }
    kept.v = texts(v, 0, v.size());
}

}  // namespace

trajectory run_trajectory(trajectory_setting const& setting, std::stop_token const& stop) {
    format_scope<format_role::working> const scope(setting.format);
    int const bits = std::max(256, setting.format.precision + 64);
    format_scope<format_role::accumulating> const wide_scope({"", bits, mpfr_emin, mpfr_emax, false});
    stop_of_run = &stop;
    trajectory kept;
    if (setting.modern)
        run_updates(setting, kept, stop);
    else
        integration(setting, kept, stop).run(stop);
    return kept;
}

double exponential_overflow(number_format const& format) {
    // The least number that rounds away, 2^(emax+1) (1 - 2^-(p+1)); a whole step lower where the top number is NaN.
    mpfr_value result(128);
    mpfr_set_si(result.get(), -1 - 2 * format.missing, MPFR_RNDN);
    mpfr_div_2ui(result.get(), result.get(), static_cast<unsigned long>(format.precision) + 1, MPFR_RNDN);
    mpfr_log1p(result.get(), result.get(), MPFR_RNDN);
    mpfr_value powers(128);
    mpfr_const_log2(powers.get(), MPFR_RNDN);
    mpfr_mul_si(powers.get(), powers.get(), format.emax + 1, MPFR_RNDN);
    mpfr_add(result.get(), result.get(), powers.get(), MPFR_RNDN);
    return mpfr_get_d(result.get(), MPFR_RNDN);
}

std::string last_place(number_format const& format, std::string const& value) {
    mpfr_value x(format.precision + 8);
    mpfr_set_str(x.get(), value.c_str(), 10, MPFR_RNDN);
    if (mpfr_number_p(x.get()) == 0) return "";
    std::int64_t const exponent =
        mpfr_zero_p(x.get()) != 0 ? format.emin : std::max<std::int64_t>(mpfr_get_exp(x.get()) - 1, format.emin);
    mpfr_value place(2);
    mpfr_set_ui_2exp(place.get(), 1, exponent - format.precision + 1, MPFR_RNDN);
    return decimal_text(place.get(), 4);
}

}  // namespace ulpfield
