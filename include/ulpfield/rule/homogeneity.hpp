#pragma once
#include <string>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// F(alpha x) beside alpha^n F(x), the degree n being F's order (Eq. 9 of McAlister et al.).
struct homogeneity {
    bool equal = false;
    bool left_range = false;  ///< an intermediate of the format overflowed, underflowed or became NaN
    std::string scaled;       ///< F(alpha x)
    std::string expected;     ///< alpha^n F(x)
};

/// In exact arithmetic any rational x and alpha > 0; for sums of exponentials F(alpha x) = alpha^n F(x) is decided by
/// Lindemann-Weierstrass, coefficient by coefficient. In a format x and alpha are rounded to it and F is
/// computed by its operations on both sides; alpha^n F(x) itself is exact with the alpha asked for.
[[nodiscard]] homogeneity check_homogeneity(interaction const& F, int n, ratio const& alpha, ratio const& x,
                                            number_format const& format);

}  // namespace ulpfield
