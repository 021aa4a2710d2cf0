#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// Eq. 4 or Eq. 13 in exact arithmetic, term by term, where the oracle's shorter ways do not apply: states of
/// {-1, 0, +1} and fields compared with a number. O(K) exact values of F a decision.
class definition_oracle {
public:
    virtual ~definition_oracle() = default;

    virtual void set_state(std::span<std::int8_t const> sigma) = 0;
    virtual void set(std::size_t i, std::int8_t value) = 0;
    /// Sign of u_i + b_i, where |u_i + b_i| <= tolerance counts as 0.
    [[nodiscard]] virtual int sign(std::size_t i, rational const& tolerance) = 0;
};

/// For these memories, which must outlive it. alpha > 0; `bias`: b_i, none: 0.
[[nodiscard]] std::unique_ptr<definition_oracle> make_definition_oracle(interaction const& F, ratio const& alpha,
                                                                        memory_patterns const& zeta,
                                                                        std::vector<rational> bias = {});

}  // namespace ulpfield
