#pragma once
#include <optional>

#include "number/number_context.hpp"
#include "training/learning_constants.hpp"
#include "training/probe_rule.hpp"
#include "ulpfield/interaction/leaky_with.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/training/checkpoint_text.hpp"
#include "ulpfield/training/learning_step.hpp"
#include "ulpfield/training/trainer.hpp"

namespace ulpfield {

/// Learning in one number type, operation by operation as learning_definition.hpp and learning_step.hpp state it.
template <rounding_real Real, class Interaction>
class format_trainer final : public trainer {
public:
    format_trainer(Interaction F, training_setting const& setting, training_states const& states)
        : context_(setting.format),
          setting_(setting),
          constants_(constants_of(setting, states.N(), 0)),
          rule_(std::move(F), nearest<Real>(constants_.b), nearest<Real>(constants_.B), setting.m,
                learned_states<Real>(states), setting.rule),
          step_(nearest<Real>(setting.momentum), nearest<Real>(setting.floor.value), setting),
          rate_(setting, setting.format.precision),
          order_(setting, states.P()),
          zeta_(1, states.N()),
          V_(1, states.N()) {
        context_.reset();
    }

    void set_memories(std::size_t K, std::vector<double> const& zeta) override {
        number_context<Real> const context(setting_.format);
        std::size_t const N = rule_.states().shape().N();
        zeta_ = learned_memories<Real>(K, N);
        V_ = learned_memories<Real>(K, N);
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = 0; i < N; ++i) zeta_.neuron(i)[mu] = from_double<Real>(zeta[mu * N + i]);
        rate_ = decaying_rate(setting_, setting_.format.precision);
        order_ = batch_order(setting_, rule_.states().shape().P());
        epochs_ = 0;
        warm(0);
    }

    epoch_outcome epoch(std::stop_token const& stop) override {
        number_context<Real> const context(setting_.format);
        warm(epochs_);
        Real const rate = nearest<Real>(rate_);
        epoch_outcome result;
        Real largest_step(0);
        for (auto const& batch : order_.next_epoch()) {
            learned_memories<Real> gradient(zeta_.K(), zeta_.N());
            for (std::size_t const a : batch) {
                if (stop.stop_requested()) throw interrupted{};
                std::size_t const one[] = {a};
                static_cast<void>(rule_.loss(zeta_, one, gradient));
            }
            step_outcome<Real> const did = step_(zeta_, V_, gradient, rate);
            if (did.largest > largest_step) largest_step = did.largest;
            result.zero_gradient = result.zero_gradient && did.zero;
            result.below_floor = result.below_floor && did.below_floor;
            result.not_a_number = result.not_a_number || did.not_a_number;
            result.absorbed = result.absorbed || did.absorbed;
        }
        result.largest_step = as_mpfr(largest_step);
        rate_.next();
        ++epochs_;
        return result;
    }

    [[nodiscard]] std::vector<std::size_t> strongest(training_states const& states,
                                                     std::stop_token const& stop) override {
        number_context<Real> const context(setting_.format);
        std::vector<std::size_t> result;
        std::vector<Real> s(states.N(), Real(0));
        std::vector<Real> u(states.last() - states.first(), Real(0));
        for (std::size_t a = 0; a < states.P(); ++a) {
            if (stop.stop_requested()) throw interrupted{};
            for (std::size_t j = 0; j < states.N(); ++j) s[j] = from_double<Real>(states.state(a, j));
            rule_.fields(zeta_, s, u);
            std::size_t best = 0;
            for (std::size_t i = 0; i < u.size() && best < u.size(); ++i)
                best = is_nan(u[i]) ? nan_answer(i) : u[i] > u[best] ? i : best;
            result.push_back(best);
        }
        return result;
    }

    [[nodiscard]] std::string checkpoint() const override {
        number_context<Real> const context(setting_.format);
        std::string text = std::to_string(epochs_);
        for (auto const* const part : {&zeta_, &V_})
            for (Real const& x : part->entries()) {
                if (fits_double(setting_.format)) {
                    append_exactly(text, to_double(x));
                } else {
                    append_exactly(text, as_mpfr(x).get());
                }
            }
        return text;
    }

    void resume(std::size_t K, std::string_view text) override {
        number_context<Real> const context(setting_.format);
        std::size_t const N = rule_.states().shape().N();
        checkpoint_reader reader(text);
        std::uint64_t const epochs = reader.count();
        set_memories(K, std::vector<double>(K * N));
        for (auto* const part : {&zeta_, &V_})
            for (Real& x : part->entries()) {
                if (fits_double(setting_.format)) {
                    x = from_double<Real>(reader.value());
                } else {
                    mpfr_value value(setting_.format.precision);
                    reader.value(value.get());
                    x = number_traits<Real>::from_mpfr(value.get());
                }
            }
        reader.end();
        for (std::uint64_t k = 0; k < epochs; ++k) rate_.next();
        order_.skip(epochs);
        epochs_ = epochs;
        if (epochs_ > 0) warm(epochs_ - 1);
    }

    [[nodiscard]] mpfr_value loss() override {
        number_context<Real> const context(setting_.format);
        return as_mpfr(rule_.loss(zeta_, order_.all()));
    }

    [[nodiscard]] std::vector<double> gradient() override {
        number_context<Real> const context(setting_.format);
        learned_memories<Real> gradient(zeta_.K(), zeta_.N());
        static_cast<void>(rule_.loss(zeta_, order_.all(), gradient));
        return rows(gradient);
    }

    [[nodiscard]] std::vector<double> memories() const override {
        number_context<Real> const context(setting_.format);
        return rows(zeta_);
    }

    [[nodiscard]] std::vector<mpfr_value> exact_memories() const override {
        number_context<Real> const context(setting_.format);
        std::vector<mpfr_value> result;
        for (std::size_t mu = 0; mu < zeta_.K(); ++mu)
            for (std::size_t i = 0; i < zeta_.N(); ++i) result.push_back(as_mpfr(zeta_.neuron(i)[mu]));
        return result;
    }

    relaxation_outcome relax(bipolar_state& sigma, probe_scaling scaling, bool synchronous, std::uint64_t most_sweeps,
                             decision_rule const& by) const override {
        check_probe_rule(by, true);
        number_context<Real> const context(setting_.format);
        bool const scaled = scaling == probe_scaling::paper && setting_.formulation == learning_formulation::modified;
        Real const b = scaled ? constant<Real>(1, static_cast<std::int64_t>(zeta_.N())) : rule_.b();
        std::vector<Real> state;
        for (std::int8_t const value : sigma) state.push_back(as_real(value));
        std::vector<Real> R(zeta_.K(), Real(0));
        auto const decide_neuron = [&](std::size_t i, std::int8_t present) {
            similarities<Real>(zeta_, state, i, R);
            return by(sign_of_field(field<Real>(rule_.F(), b, zeta_.neuron(i), R)), present);
        };
        if (!synchronous)
            return relax_asynchronously(
                sigma, update_order::sequential(zeta_.N()), most_sweeps,
                [&](std::size_t i) { return decide_neuron(i, sigma[i]); },
                [&](std::size_t i) { state[i] = as_real(sigma[i]); });
        return relax_synchronously(sigma, most_sweeps, [&](bipolar_state const& present) {
            bipolar_state next(present.size());
            for (std::size_t i = 0; i < present.size(); ++i) state[i] = as_real(present[i]);
            for (std::size_t i = 0; i < present.size(); ++i) next[i] = decide_neuron(i, present[i]);
            return next;
        });
    }

private:
    /// The temperature of an epoch.
    void warm(std::uint64_t epoch) {
        if (setting_.ramp_epochs == 0) return;
        learning_constants const constants = constants_of(setting_, rule_.states().shape().N(), epoch);
        rule_.set_scaling(nearest<Real>(constants.b), nearest<Real>(constants.B));
    }

    /// A neuron's value, NaN among them.
    [[nodiscard]] static Real as_real(std::int8_t value) {
        return value == nan_value ? Real(0) / Real(0) : Real(static_cast<int>(value));
    }

    [[nodiscard]] static double to_double(Real const& x) { return convert<double>(x); }

    [[nodiscard]] static std::vector<double> rows(learned_memories<Real> const& source) {
        std::vector<double> result;
        for (std::size_t mu = 0; mu < source.K(); ++mu)
            for (std::size_t i = 0; i < source.N(); ++i) result.push_back(to_double(source.neuron(i)[mu]));
        return result;
    }

    /// Set while the members below are made.
    struct making {
        explicit making(number_format const& format) { context.emplace(format); }
        void reset() { context.reset(); }
        std::optional<number_context<Real>> context;
    };

    making context_;
    training_setting setting_;
    learning_constants constants_;
    learning_definition<Real, Interaction> rule_;
    learning_step<Real> step_;
    decaying_rate rate_;
    batch_order order_;
    learned_memories<Real> zeta_;
    learned_memories<Real> V_;
    std::uint64_t epochs_ = 0;
};

}  // namespace ulpfield
