#pragma once
#include <memory>
#include <vector>

#include "rule/definition_oracle.hpp"
#include "ulpfield/rule/learned_couplings.hpp"

namespace ulpfield {

/// Signs of h_i + b_i of learned couplings, for states of {-1, 0, +1} and with a tolerance.
[[nodiscard]] std::unique_ptr<definition_oracle> make_coupling_definition(std::shared_ptr<couplings const> W,
                                                                          std::vector<rational> bias);

}  // namespace ulpfield
