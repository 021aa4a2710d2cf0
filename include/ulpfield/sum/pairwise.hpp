#pragma once
#include <array>
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// NumPy's pairwise sum (np.sum over a contiguous axis): below 8 terms one by one; up to 128 terms eight chains over
/// i mod 8, joined ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7)), the left-over terms one by one; above, two halves, the first
/// of n/2 - (n/2 mod 8) terms. Error: about (log2(K/128) + 18) u sum|x|. Source: NumPy 1.24.2 and 2.2.4, measured.
struct pairwise {
    [[nodiscard]] static std::string name() { return "pairwise"; }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        std::size_t const n = x.size();
        if (n < 8) {
            Real total = n == 0 ? Real(0) : x[0];
            for (std::size_t i = 1; i < n; ++i) total = total + x[i];
            return total;
        }
        if (n > 128) {
            std::size_t const half = n / 2 - n / 2 % 8;
            return (*this)(x.first(half)) + (*this)(x.subspan(half));
        }
        std::array<Real, 8> r{x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]};
        std::size_t i = 8;
        for (; i + 8 <= n; i += 8)
            for (std::size_t k = 0; k < 8; ++k) r[k] = r[k] + x[i + k];
        Real total = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        for (; i < n; ++i) total = total + x[i];
        return total;
    }
};

}  // namespace ulpfield::sum
