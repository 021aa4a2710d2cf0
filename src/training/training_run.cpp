#include "ulpfield/training/training_run.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/training/checkpoint_text.hpp"

namespace ulpfield {

namespace {

/// The mean of sqrt(squared distance) over P states, so many of which have it.
mpfr_value mean_distance(std::map<std::size_t, std::size_t> const& states_by_square, std::size_t P, int precision) {
    mpfr_prec_t const bits = precision + 96;  // guard bits for fewer than 2^30 terms
    mpfr_value sum(bits);
    mpfr_set_zero(sum.get(), 1);
    mpfr_value term(bits);
    for (auto const& [square, count] : states_by_square) {
        mpfr_sqrt_ui(term.get(), square, MPFR_RNDN);
        mpfr_mul_ui(term.get(), term.get(), count, MPFR_RNDN);
        mpfr_add(sum.get(), sum.get(), term.get(), MPFR_RNDN);
    }
    mpfr_div_ui(sum.get(), sum.get(), P, MPFR_RNDN);
    return sum;
}

}  // namespace

training_run::training_run(training_setting const& setting, training_states const& states, std::size_t K,
                           std::vector<double> initial)
    : states_(states),
      setting_(setting),
      K_(K),
      memoryless_(setting.momentum == 0 && setting.ramp_epochs == 0 && setting.decay <= 1 &&
                  (setting.batch == 0 || setting.batch >= states.P())),
      trainer_(make_trainer(setting, states)) {
    std::size_t const N = states.N();
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = setting.clamp_from; i < std::min(N, setting.clamp_to); ++i)
            initial[mu * N + i] = std::clamp(initial[mu * N + i], -1.0, 1.0);
    trainer_->set_memories(K, initial);
}

void training_run::advance(std::stop_token const& stop) {
    if (over()) return;
    last_ = trainer_->epoch(stop);
    ++epoch_;
    diverged_ = last_.not_a_number;
    // V = 0 for every batch: the gradient is zero at these memories, and no later step differs. Nor does one that is no
    // longer, at the same gradient, than one that changed nothing.
    at_rest_ = last_.zero_gradient || (memoryless_ && moved_nothing());
}

std::unique_ptr<trainer> training_run::probed_by(probe_setting const& probe) const {
    if (probe.decision.bipolar() || trainer_->third_values()) return nullptr;
    if (setting_.ramp_epochs != 0)
        throw std::invalid_argument(
            "probe.decision: third values while the temperature changes need evaluation::definition");
    training_setting defined = setting_;
    defined.order = evaluation::definition;
    std::unique_ptr<trainer> other = make_trainer(defined, states_);
    other->set_memories(K_, trainer_->memories());  // fp32 and fp64 alone are fast: exact in double
    return other;
}

training_run::report training_run::look(std::optional<probe_setting> const& probe, std::stop_token const& stop) {
    report result;
    result.epoch = epoch_;
    result.largest_step = last_.largest_step;
    result.loss = trainer_->loss();
    if (diverged_ || mpfr_nan_p(result.loss.get()) != 0) {
        diverged_ = true;
        result.status = training_status::diverged;
        return result;
    }
    if (epoch_ > 0 && (last_.zero_gradient || last_.below_floor || (moved_nothing() && last_.absorbed)) &&
        mpfr_zero_p(result.loss.get()) == 0)
        result.status = training_status::stalled;
    if (!probe) return result;
    std::unique_ptr<trainer> const other = probed_by(*probe);
    trainer const& relaxes = other ? *other : *trainer_;
    std::map<std::size_t, std::size_t> states_by_square;
    bool any_nan = false;
    bool all_rest = true;
    for (std::size_t a = 0; a < states_.P(); ++a) {
        if (stop.stop_requested()) throw interrupted{};
        bipolar_state sigma(states_.N());
        for (std::size_t i = 0; i < states_.N(); ++i) sigma[i] = static_cast<std::int8_t>(states_.state(a, i));
        bipolar_state const learned = sigma;
        relaxation_outcome const outcome =
            relaxes.relax(sigma, probe->scaling, probe->synchronous, most_probe_sweeps, probe->decision);
        all_rest = outcome.end == relaxation_end::fixed_point && all_rest;
        probe_outcome end{.sweeps = outcome.sweeps, .end = outcome.end};
        for (std::size_t i = 0; i < sigma.size(); ++i) {
            end.bits += sigma[i] != learned[i] ? 1U : 0U;
            end.zeros += sigma[i] == 0 ? 1U : 0U;
            end.nans += sigma[i] == nan_value ? 1U : 0U;
        }
        any_nan = any_nan || end.nans != 0;
        result.probes.push_back(end);
        result.recalled += result.probes.back().recalled() ? 1U : 0U;
        result.cycling += outcome.end == relaxation_end::cycle ? 1U : 0U;
        ++states_by_square[end.squared_distance()];
    }
    result.distance = mean_distance(states_by_square, states_.P(), setting_.format.precision);
    if (any_nan) mpfr_set_nan(result.distance->get());
    if (!all_rest && result.status == training_status::ok) result.status = training_status::limit;
    return result;
}

std::string training_run::checkpoint() const {
    std::string text = std::to_string(epoch_);
    for (bool const flag :
         {last_.zero_gradient, last_.below_floor, last_.not_a_number, last_.absorbed, diverged_, at_rest_})
        text += flag ? " 1" : " 0";
    if (fits_double(setting_.format))
        append_exactly(text, mpfr_get_d(last_.largest_step.get(), MPFR_RNDN));
    else
        append_exactly(text, last_.largest_step.get());
    return text + '\n' + trainer_->checkpoint();
}

void training_run::resume(std::string_view text) {
    std::size_t const line = text.find('\n');
    if (line == std::string_view::npos) throw std::invalid_argument("not the text of a training");
    checkpoint_reader reader(text.substr(0, line));
    std::uint64_t const epoch = reader.count();
    for (bool* const flag :
         {&last_.zero_gradient, &last_.below_floor, &last_.not_a_number, &last_.absorbed, &diverged_, &at_rest_})
        *flag = reader.count() != 0;
    if (fits_double(setting_.format)) {
        last_.largest_step = as_mpfr(reader.value());
    } else {
        last_.largest_step = mpfr_value(setting_.format.precision);
        reader.value(last_.largest_step.get());
    }
    reader.end();
    trainer_->resume(K_, text.substr(line + 1));
    epoch_ = epoch;
}

std::string status_text(training_run::report const& report) {
    switch (report.status) {
        case training_status::ok:
            return "ok";
        case training_status::diverged:
            return "diverged:" + std::to_string(report.epoch);
        case training_status::stalled:
            return "stalled";
        case training_status::limit:
            break;
    }
    return "limit";
}

std::string status_text(training_run::report const& report, std::uint64_t epoch) {
    if (epoch <= report.epoch || report.status == training_status::diverged) return status_text(report);
    return (report.status == training_status::ok ? "rests" : status_text(report)) + ":" + std::to_string(report.epoch);
}

}  // namespace ulpfield
