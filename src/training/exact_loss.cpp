#include "ulpfield/training/exact_loss.hpp"

#include <stdexcept>

#include "training/learned_interaction.hpp"
#include "training/learning_constants.hpp"
#include "ulpfield/number/as_mpfr.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/training/learning_definition.hpp"

namespace ulpfield {

namespace {

using wide = mpfr_real<format_role::working>;

wide rounded(mpfr_srcptr x) {
    mpfr_value result(current_format<format_role::working>().precision);
    mpfr_set(result.get(), x, MPFR_RNDN);
    return wide(std::move(result));
}

template <class Interaction>
wide loss_of(Interaction const& F, learning_constants const& constants, int m, learned_states<wide> const& states,
             learned_memories<wide> const& zeta, std::stop_token const& stop) {
    wide const b = nearest<wide>(constants.b);
    wide const B = nearest<wide>(constants.B);
    training_states const& shape = states.shape();
    std::vector<wide> overlap(zeta.K(), wide(0));
    std::vector<wide> R(zeta.K(), wide(0));
    wide loss(0);
    for (std::size_t a = 0; a < shape.P(); ++a) {
        if (stop.stop_requested()) throw interrupted{};
        auto const s = states.state(a);
        similarities<wide>(zeta, s, zeta.N(), overlap);  // over all neurons: none is left out
        for (std::size_t i = shape.first(); i < shape.last(); ++i) {
            auto const zeta_i = zeta.neuron(i);
            for (std::size_t mu = 0; mu < zeta.K(); ++mu) R[mu] = overlap[mu] - zeta_i[mu] * s[i];
            wide const C = elementary::tanh(wide(B * field<wide>(F, b, zeta_i, R)));
            loss += binary_power(wide(states.answer(a, i) - C), 2 * m);
        }
    }
    return loss;
}

}  // namespace

mpfr_value exact_loss(training_setting const& setting, training_states const& states, std::size_t K,
                      std::vector<mpfr_value> const& memories, std::stop_token const& stop, int bits) {
    std::size_t const N = states.N();
    if (memories.size() != K * N) throw std::invalid_argument("exact_loss: memories must be K x N entries");
    format_scope<format_role::working> const scope(
        number_format{"mpfr:" + std::to_string(bits), bits, mpfr_emin, mpfr_emax, false});
    learned_memories<wide> zeta(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) zeta.neuron(i)[mu] = rounded(memories[mu * N + i].get());
    learned_states<wide> const learned(states);
    learning_constants const constants = constants_of(setting, N);
    return std::visit(
        [&](auto const& F) {
            auto const function = learned_interaction<wide>(F, setting, constants);
            return as_mpfr(loss_of(function, constants, setting.m, learned, zeta, stop));
        },
        setting.F);
}

}  // namespace ulpfield
