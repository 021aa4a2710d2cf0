#pragma once
#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/training/learning_definition.hpp"

namespace ulpfield {

/// The outcome of a step.
template <real Real>
struct step_outcome {
    Real largest{};             ///< max |change| of an entry, after clamping
    bool zero = true;           ///< V is zero everywhere: nothing moved
    bool below_floor = true;    ///< no memory's V reaches the floor (never with a floor of 0 and V != 0)
    bool not_a_number = false;  ///< an entry became NaN (a clamped infinity is +-1, an unclamped one NaN)
    bool absorbed = false;      ///< an entry that no clamp holds did not change though its V is not 0
};

/// Krotov & Hopfield's step, operation by operation:
///   V <- momentum V - dL/dzeta
///   zeta_i^mu <- clamp(zeta_i^mu + rate (V_i^mu / max(max_j |V_j^mu|, floor)))
/// A memory whose divisor is 0 does not move. step_normalisation::none: rate V_i^mu. The clamp to [-1, 1] acts on
/// neurons clamp_from .. clamp_to - 1. A relative floor counts in units of the largest |V| of all memories. Source:
/// Krotov & Hopfield 2016, appendix A, and their public code.
template <rounding_real Real>
class learning_step {
public:
    learning_step(Real momentum, Real floor, training_setting const& setting)
        : momentum_(std::move(momentum)),
          floor_(std::move(floor)),
          relative_(setting.floor.relative),
          normalised_(setting.normalise == step_normalisation::per_memory),
          clamp_from_(setting.clamp_from),
          clamp_to_(setting.clamp_to) {}

    [[nodiscard]] step_outcome<Real> operator()(learned_memories<Real>& zeta, learned_memories<Real>& V,
                                                learned_memories<Real> const& gradient, Real const& rate) const {
        step_outcome<Real> outcome{Real(0), true, normalised_, false, false};
        bool const memoryless = momentum_ == Real(0);
        for (std::size_t e = 0; e < V.entries().size(); ++e) {
            Real& v = V.entries()[e];
            v = memoryless ? -gradient.entries()[e] : momentum_ * v - gradient.entries()[e];
        }
        std::vector<Real> divisor(zeta.K(), Real(0));
        Real overall(0);
        for (std::size_t i = 0; i < zeta.N(); ++i)
            for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
                Real const size = magnitude(V.neuron(i)[mu]);
                if (size > divisor[mu] || is_nan(size)) divisor[mu] = size;
                if (size > overall) overall = size;
            }
        Real const least = relative_ ? floor_ * overall : floor_;
        for (Real& largest : divisor) {
            if (!(largest == Real(0))) outcome.zero = false;
            if (!(largest < least)) outcome.below_floor = false;
            if (largest < least) largest = least;
        }
        if (outcome.zero) outcome.below_floor = true;
        for (std::size_t i = 0; i < zeta.N(); ++i) {
            bool const clamped = i >= clamp_from_ && i < clamp_to_;
            for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
                Real& z = zeta.neuron(i)[mu];
                Real const& v = V.neuron(i)[mu];
                Real moved = z;
                if (!normalised_)
                    moved += rate * v;
                else if (!(divisor[mu] == Real(0)))
                    moved += rate * (v / divisor[mu]);
                if (clamped && moved > Real(1)) moved = Real(1);
                if (clamped && moved < Real(-1)) moved = Real(-1);
                if (!clamped && is_nan(Real(moved - moved))) outcome.not_a_number = true;
                if (is_nan(moved)) outcome.not_a_number = true;
                Real const change = magnitude(Real(moved - z));
                bool const held = clamped && !(magnitude(moved) < Real(1));
                if (change == Real(0) && !held && !(v == Real(0))) outcome.absorbed = true;
                if (change > outcome.largest) outcome.largest = change;
                z = moved;
            }
        }
        return outcome;
    }

private:
    Real momentum_;
    Real floor_;
    bool relative_;
    bool normalised_;
    std::size_t clamp_from_;
    std::size_t clamp_to_;
};

}  // namespace ulpfield
