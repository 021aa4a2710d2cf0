#pragma once
#include <memory>
#include <span>
#include <string>

#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/rule/learned_couplings.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

// Networks sigma_i = sign(h_i + b_i), h_i = sum_j W_ij sigma_j, of learned couplings. With b_i (rule/bias.hpp) the
// energy is E = -(1/2) sum_i sigma_i h_i - sum_i b_i sigma_i, so that E(sigma_i = -1) - E(sigma_i = +1) = 2 (h_i - W_ii
// sigma_i + b_i).

/// The oracle of h_i; round_over_largest_term is not defined (std::logic_error).
[[nodiscard]] std::unique_ptr<oracle> make_coupling_oracle(std::shared_ptr<couplings const> W);

/// h_i in a format: every W_ij, known exactly, rounded once to it, products with +-1 exact, summed over j = 1..N in
/// order in the format of the sums (W_ii = 0 is left out). States of {-1, 0, +1} and NaN. set_memories is not asked
/// for: the memories are in W.
[[nodiscard]] std::unique_ptr<format_rule> make_coupling_rule(std::shared_ptr<couplings const> W,
                                                              number_format const& format, number_format const& sum);

/// E in decimal (rule/energy_text.hpp), exactly or in a format: h_i as above, summed over i in order, halved, then the
/// bias summed likewise and subtracted. States of {-1, 0, +1}.
[[nodiscard]] std::string coupling_energy_text(std::shared_ptr<couplings const> const& W, number_format const& format,
                                               number_format const& sum, std::span<std::int8_t const> sigma,
                                               std::span<rational const> bias = {});

}  // namespace ulpfield
