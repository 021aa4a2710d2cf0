#pragma once
#include <stop_token>

#include "ulpfield/boundary/boundary_setting.hpp"

namespace ulpfield {

/// The boundary of a format from its four numbers, by exact arithmetic.
///
/// With u = 2^-p, square-and-multiply gives x^n prod (1 + d_i)^(w_i), |d_i| <= u, sum of the weights w_i = n - 1, as
/// long as nothing leaves the exponent range: W(2m) = 2 W(m) + 1, W(m+1) = W(m) + 1, W(1) = 0. So
/// x^n (1-u)^n <= F <= x^n (1+u)^n, which holds for x^n rounded once (pow) all the more. Enclosures of these two bounds
/// decide for all n but a window (usually empty or one n wide; wide in formats of few bits); inside the window the
/// roundings themselves are carried out in integers (integer_arithmetic). Sums of K equal terms are carried out in
/// O(binades) (integer_arithmetic::sum_of_equal) and grow with the term. Exact terms: odd parts (exact_orders.hpp).
/// Exponentials and logarithms come from enclosures. An F without order is evaluated once; an F with an order that is
/// no power above zero is evaluated at every n up to boundary_most_order. Throws `interrupted` soon after it is asked
/// to stop.
[[nodiscard]] boundary_order predict(boundary_setting const& setting, boundary_quantity quantity,
                                     std::stop_token const& stop);

}  // namespace ulpfield
