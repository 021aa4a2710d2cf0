#pragma once
#include <stdexcept>

#include "rule/algebraic_bipolar_oracle.hpp"
#include "rule/exponential_bipolar_oracle.hpp"
#include "rule/real_oracle.hpp"

namespace ulpfield {

/// The oracle of one interaction function, chosen by its exact form and by the kind of memories.
template <class Interaction>
[[nodiscard]] std::unique_ptr<oracle> make_oracle_of(Interaction const& F, ratio const& alpha,
                                                     memory_patterns const& zeta) {
    if (alpha.numerator < 1)
        throw std::invalid_argument("alpha = " + alpha.text() + ": the oracle takes a factor above 0");
    return std::visit(
        [&]<class Patterns>(Patterns const& patterns) -> std::unique_ptr<oracle> {
            if constexpr (std::is_same_v<Patterns, real_patterns>) {
                return std::make_unique<real_oracle<Interaction>>(F, alpha, patterns);
            } else if constexpr (rational_valued<Interaction>) {
                return std::make_unique<algebraic_bipolar_oracle<Interaction>>(F, alpha, patterns);
            } else {
                static_assert(exponential_valued<Interaction>, "interaction's exact form is missing (exact_form.hpp)");
                return std::make_unique<exponential_bipolar_oracle<Interaction>>(F, alpha, patterns);
            }
        },
        zeta);
}

}  // namespace ulpfield
