#include "ulpfield/rule/oracle.hpp"

#include <stdexcept>

#include "rule/algebraic_bipolar_oracle.hpp"
#include "rule/exponential_bipolar_oracle.hpp"
#include "rule/real_oracle.hpp"

namespace ulpfield {

std::unique_ptr<oracle> make_oracle(interaction const& F, ratio const& alpha, memory_patterns const& zeta) {
    if (alpha.numerator != 1) throw std::invalid_argument("the oracle takes alpha = 1/Q, got " + alpha.text());
    return std::visit(
        [&](auto const& f, auto const& patterns) -> std::unique_ptr<oracle> {
            using Interaction = std::remove_cvref_t<decltype(f)>;
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(patterns)>, real_patterns>)
                return std::make_unique<real_oracle<Interaction>>(f, alpha.denominator, patterns);
            else if constexpr (is_algebraic<Interaction>)
                return std::make_unique<algebraic_bipolar_oracle<Interaction>>(f, alpha.denominator, patterns);
            else
                return std::make_unique<exponential_bipolar_oracle>(alpha.denominator, patterns);
        },
        F, zeta);
}

}  // namespace ulpfield
