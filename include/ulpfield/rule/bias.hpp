#pragma once
#include <memory>
#include <vector>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

// A bias b_i added to the field: sigma_i = sign(u_i + b_i), u_i = E(sigma_i = -1) - E(sigma_i = +1) of Eq. 4. The
// energy that falls is E - (1/2) sum_i b_i sigma_i. A network sigma_i = sign(sum_j W_ij sigma_j - theta_i) with Hebb's
// W has u_i = 4 sum_j W_ij sigma_j, hence b_i = -4 theta_i.

/// b_i beside a field whose similarities are scaled by alpha: alpha^n b_i for F of order n, so that the exact decisions
/// of a homogeneous F stay what they are; b_i itself for sums of exponentials, which have no order.
[[nodiscard]] std::vector<rational> scaled_bias(interaction const& F, ratio const& alpha,
                                                std::vector<rational> const& bias);

/// The oracle of u_i + b_i. N values; round_over_largest_term is not defined (std::logic_error).
[[nodiscard]] std::unique_ptr<oracle> add_bias(std::unique_ptr<oracle> of, std::vector<rational> bias);

/// The rule of u_i + b_i in a format: b_i rounded once to `sum`, the format of the sums, and added to u_i by one
/// operation of it at the end.
[[nodiscard]] std::unique_ptr<format_rule> add_bias(std::unique_ptr<format_rule> of, std::vector<rational> const& bias,
                                                    number_format const& sum);

}  // namespace ulpfield
