#include "ulpfield/training/learning_equivalence.hpp"

#include <cmath>
#include <stdexcept>

#include "training/learned_interaction.hpp"
#include "training/learning_constants.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/training/learning_definition.hpp"
#include "ulpfield/training/training_run.hpp"

namespace ulpfield {

namespace {

/// Arguments of tanh and factors of the gradient of one formulation.
struct exact_terms {
    std::vector<rational> arguments;  // by a, i
    std::vector<rational> factors;    // by a, i, mu, sign
};

template <class Interaction>
exact_terms terms_of(Interaction const& F, learning_constants const& constants, training_states const& states,
                     learned_memories<rational> const& zeta, std::stop_token const& stop) {
    exact_terms result;
    std::size_t const K = zeta.K();
    std::vector<rational> R(K);
    std::vector<rational> P(K);
    std::vector<rational> M(K);
    for (std::size_t a = 0; a < states.P(); ++a) {
        std::vector<rational> s;
        for (std::size_t j = 0; j < states.N(); ++j) s.push_back(from_double<rational>(states.state(a, j)));
        for (std::size_t i = states.first(); i < states.last(); ++i) {
            throw_if_stopped(stop);
            similarities<rational>(zeta, s, i, R);
            result.arguments.push_back(constants.B * field<rational>(F, constants.b, zeta.neuron(i), R));
            derivatives<rational>(F, constants.b, zeta.neuron(i), R, P, M);
            for (std::size_t mu = 0; mu < K; ++mu) {
                result.factors.push_back(constants.B * constants.b * P[mu]);
                result.factors.push_back(constants.B * constants.b * M[mu]);
            }
        }
    }
    return result;
}

exact_terms terms_of(training_setting const& setting, training_states const& states,
                     learned_memories<rational> const& zeta, std::stop_token const& stop) {
    learning_constants const constants = constants_of(setting, states.N());
    return std::visit(
        [&](auto const& F) -> exact_terms {
            using Interaction = std::remove_cvref_t<decltype(F)>;
            if constexpr (rational_valued<Interaction>)
                return terms_of(learned_interaction<rational>(F, setting, constants), constants, states, zeta, stop);
            else
                throw std::invalid_argument("compare_exactly: F = " + F.name() +
                                            " of a rational is none; accepted: F with rational values");
        },
        setting.F);
}

double largest_difference(trainer const& a, trainer const& b, bool& same_bits) {
    auto const x = a.exact_memories();
    auto const y = b.exact_memories();
    same_bits = true;
    double largest = 0;
    mpfr_value difference(64);
    for (std::size_t e = 0; e < x.size(); ++e) {
        if (mpfr_equal_p(x[e].get(), y[e].get()) != 0) continue;
        same_bits = false;
        mpfr_sub(difference.get(), x[e].get(), y[e].get(), MPFR_RNDN);
        double const size = std::fabs(mpfr_get_d(difference.get(), MPFR_RNDN));
        if (!(size <= largest)) largest = size;
    }
    return largest;
}

}  // namespace

formulation_pair matched_pair(training_setting const& common, std::size_t N) {
    formulation_pair pair{common, common};
    pair.original.formulation = learning_formulation::original;
    pair.modified.formulation = learning_formulation::modified;
    pair.original.inverse_temperature /= rational(N);
    return pair;
}

exact_equivalence compare_exactly(formulation_pair const& pair, training_states const& states, std::size_t K,
                                  std::vector<double> const& zeta, std::stop_token const& stop) {
    std::size_t const N = states.N();
    learned_memories<rational> exact_zeta(K, N);
    for (std::size_t mu = 0; mu < K; ++mu) {
        throw_if_stopped(stop);
        for (std::size_t i = 0; i < N; ++i) exact_zeta.neuron(i)[mu] = from_double<rational>(zeta[mu * N + i]);
    }
    exact_terms const original = terms_of(pair.original, states, exact_zeta, stop);
    exact_terms const modified = terms_of(pair.modified, states, exact_zeta, stop);
    std::size_t const trained = states.last() - states.first();
    exact_equivalence result;
    for (std::size_t k = 0; k < original.arguments.size(); ++k) {
        ++result.outputs;
        if (original.arguments[k] == modified.arguments[k]) continue;
        if (result.outputs_different++ == 0)
            result.output = {k / trained, k % trained + states.first(), 0, original.arguments[k].str(),
                             modified.arguments[k].str()};
    }
    for (std::size_t k = 0; k < original.factors.size(); ++k) {
        ++result.factors;
        if (original.factors[k] == modified.factors[k]) continue;
        std::size_t const place = k / (2 * K);
        if (result.factors_different++ == 0)
            result.factor = {place / trained, place % trained + states.first(), k % (2 * K) / 2,
                             original.factors[k].str(), modified.factors[k].str()};
    }
    return result;
}

double largest_gradient_difference(formulation_pair pair, int bits, training_states const& states, std::size_t K,
                                   std::vector<double> const& zeta) {
    number_format const format{"mpfr:" + std::to_string(bits), bits, mpfr_emin, mpfr_emax, false};
    pair.original.format = pair.modified.format = format;
    auto const original = make_trainer(pair.original, states);
    auto const modified = make_trainer(pair.modified, states);
    original->set_memories(K, zeta);
    modified->set_memories(K, zeta);
    std::vector<double> const x = original->gradient();
    std::vector<double> const y = modified->gradient();
    double largest = 0;
    for (std::size_t e = 0; e < x.size(); ++e) largest = std::max(largest, std::fabs(x[e] - y[e]));
    return largest;
}

trajectory_equivalence follow(formulation_pair const& pair, training_states const& states, std::size_t K,
                              std::vector<double> const& zeta, std::uint64_t epochs, double tolerance,
                              std::stop_token const& stop) {
    training_run original(pair.original, states, K, zeta);
    training_run modified(pair.modified, states, K, zeta);
    trajectory_equivalence result;
    while (result.epochs < epochs && !(original.over() && modified.over())) {
        original.advance(stop);
        modified.advance(stop);
        ++result.epochs;
        if (original.over() && !result.original_ended) result.original_ended = result.epochs;
        if (modified.over() && !result.modified_ended) result.modified_ended = result.epochs;
        bool same_bits = true;
        double const difference = largest_difference(original.network(), modified.network(), same_bits);
        if (!same_bits && !result.first_bit) result.first_bit = result.epochs;
        if (!(difference <= tolerance) && !result.beyond) result.beyond = result.epochs;
        if (!(difference <= result.largest_difference)) result.largest_difference = difference;
    }
    result.original_status = status_text(original.look(std::nullopt, stop));
    result.modified_status = status_text(modified.look(std::nullopt, stop));
    return result;
}

}  // namespace ulpfield
