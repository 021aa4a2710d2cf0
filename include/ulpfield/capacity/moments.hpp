#pragma once
#include <stop_token>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// Moments of the gap at a stored memory among iid uniform ones: `exact` (rationals; an integer is printed in full, a
/// fraction to `digits` significant digits) or `leading_order`. Other methods, a setting
/// out of range: std::invalid_argument.
///   mean_of_gap            <gap> = D(N-1) = N^n - (N-2)^n            leading order 2n N^(n-1)
///   variance_of_crosstalk  E[D(S)^2], of one memory's term           4n^2 (2n-3)!! N^(n-1), half of it for rectified
///   kurtosis_of_crosstalk  its excess, E[D^4]/E[D^2]^2 - 3           (4n-5)!!/((2n-3)!!)^2 - 3 =: k; 2k+3
[[nodiscard]] answer mean_of_gap(setting const& where, method how, int digits, std::stop_token const& stop = {});
[[nodiscard]] answer variance_of_crosstalk(setting const& where, method how, int digits,
                                           std::stop_token const& stop = {});
[[nodiscard]] answer kurtosis_of_crosstalk(setting const& where, method how, int digits,
                                           std::stop_token const& stop = {});

}  // namespace ulpfield::capacity
