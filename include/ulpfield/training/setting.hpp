#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// The place of learning's scaling factor: C = tanh(B sum_mu F(b x+) - F(b x-)).
enum class learning_formulation {
    original,  ///< Eq. 8: b = 1, B = beta'
    modified   ///< Eq. 14: b = beta = X/N, B = 1
};

/// The value of the original's beta', with X = 1/T: the papers print it in three ways.
enum class beta_convention {
    power,      ///< 1/T^n: beta' = X^n (Krotov & Hopfield's code; McAlister et al. section 3)
    over_n,     ///< 1/(nT): beta' = X/n (McAlister et al. section 4.3, as printed)
    reciprocal  ///< 1/T: beta' = X
};

/// The epsilon of a leaky F.
enum class leak {
    same,   ///< the one given, in either formulation
    mapped  ///< the one that makes this formulation the other one with the epsilon given (see learning_constants)
};

/// The divisor of V before a step.
enum class step_normalisation {
    per_memory,  ///< each memory's by its largest component, at least the floor (Krotov & Hopfield 2016)
    none         ///< not at all: plain gradient descent
};

/// The floor of a normalised step: max_i |V_i^mu| counts as at least this.
struct step_floor {
    rational value{0, 1};
    bool relative = false;  ///< times the largest |V| of all memories: keeps the scale of the loss out of it
};

/// With what order of operations fp32 and fp64 train.
enum class evaluation {
    fast,       ///< overlaps once for all neurons, one power for both of a neuron's arguments; F with fast kernels
    definition  ///< every operation of learning_definition.hpp in its order; all other formats always
};

/// The answer of a trained neuron.
enum class learning_rule {
    exact,        ///< tanh(B sum_mu F(b(zeta_i + R)) - F(b(-zeta_i + R))), R over all other neurons: Eq. 4, 8, 14
    feed_forward  ///< tanh(B sum_mu 2 b zeta_i F'(b R)), R over the neurons that are not trained: the Taylor expansion
                  ///< about R to first order, without what trained neurons do to each other (Krotov & Hopfield 2016,
                  ///< section 5)
};

/// All that decides how memories are learned (McAlister et al. Eq. 8 and 14; Krotov & Hopfield 2016, appendix A).
struct training_setting {
    number_format format;
    interaction F;
    learning_formulation formulation = learning_formulation::modified;
    beta_convention convention = beta_convention::power;
    leak epsilon = leak::same;
    rational inverse_temperature{9, 10};  ///< X = 1/T > 0
    int m = 1;                            ///< the loss is sum (xi - C)^(2m), m >= 1
    rational learning_rate{1, 10};        ///< of the first epoch, >= 0
    rational decay{999, 1000};            ///< factor of the learning rate from one epoch to the next, >= 0
    rational momentum{0, 1};              ///< V <- momentum V - dL/dzeta, >= 0
    step_normalisation normalise = step_normalisation::per_memory;
    step_floor floor;
    std::size_t clamp_from = 0;  ///< neurons clamp_from .. clamp_to - 1 of every memory are kept in [-1, 1]
    std::size_t clamp_to = ~std::size_t{0};
    std::size_t batch = 0;   ///< states a step takes; 0: all
    std::uint64_t seed = 0;  ///< of the order of minibatches
    evaluation order = evaluation::fast;
    learning_rule rule = learning_rule::exact;
    /// Temperature ramp: T goes linearly from 1/ramp_from (first epoch) to 1/inverse_temperature in ramp_epochs epochs,
    /// and stays there. 0: no ramp.
    rational ramp_from{1, 1};
    std::uint64_t ramp_epochs = 0;

    /// F's order; 1 where it has none.
    [[nodiscard]] int n() const { return ulpfield::order(F).value_or(1); }
};

/// The task: P states of N neurons, and the answers that neurons first .. last - 1 should give to them. These trained
/// neurons are -1 or +1 in every state, all others any real numbers. A trained neuron's value does not enter its own
/// field; other neurons see it. Autoassociative memory: the answers are the states.
class training_states {
public:
    /// Each of `patterns` (P rows of N, -1 and +1) is to answer itself.
    static training_states autoassociative(std::size_t P, std::size_t N, std::vector<double> const& patterns) {
        return {P, N, 0, N, patterns, patterns};
    }
    /// `answers`: P rows of last - first. std::invalid_argument if sizes differ or a trained neuron is not +-1. Copies
    /// share the values.
    training_states(std::size_t P, std::size_t N, std::size_t first, std::size_t last, std::vector<double> states,
                    std::vector<double> answers)
        : P_(P),
          N_(N),
          first_(first),
          last_(last),
          states_(std::make_shared<std::vector<double> const>(std::move(states))),
          answers_(std::make_shared<std::vector<double> const>(std::move(answers))) {
        if (P == 0 || N == 0 || first >= last || last > N || states_->size() != P * N ||
            answers_->size() != P * (last - first))
            throw std::invalid_argument("training_states: P >= 1 states of N >= 1 neurons, 0 <= first < last <= N");
        for (std::size_t a = 0; a < P; ++a)
            for (std::size_t i = first; i < last; ++i)
                if (state(a, i) != 1 && state(a, i) != -1)
                    throw std::invalid_argument("training_states: trained neurons must be -1 or +1");
    }

    [[nodiscard]] std::size_t P() const { return P_; }
    [[nodiscard]] std::size_t N() const { return N_; }
    [[nodiscard]] std::size_t first() const { return first_; }
    [[nodiscard]] std::size_t last() const { return last_; }
    [[nodiscard]] double state(std::size_t a, std::size_t j) const { return (*states_)[a * N_ + j]; }
    /// All of them, row by row.
    [[nodiscard]] std::span<double const> states() const { return *states_; }
    [[nodiscard]] double answer(std::size_t a, std::size_t i) const {
        return (*answers_)[a * (last_ - first_) + i - first_];
    }

private:
    std::size_t P_;
    std::size_t N_;
    std::size_t first_;
    std::size_t last_;
    std::shared_ptr<std::vector<double> const> states_;
    std::shared_ptr<std::vector<double> const> answers_;
};

}  // namespace ulpfield
