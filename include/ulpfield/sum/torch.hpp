#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// PyTorch's cascade on a CPU (sum over the first axis of a contiguous matrix): four levels; terms go to level 0, after
/// every 16 of them level 0 goes into level 1 and restarts, after 256 level 1 into 2, after 4096 level 2 into 3; at the
/// end ((level 0 + level 1) + level 2) + level 3. From 2^20 terms on 16 becomes 2^floor(ceil(log2 K)/4).
/// Error: about 4 * 16 u sum|x|. Source: PyTorch 1.13 and 2.6, measured.
struct torch {
    [[nodiscard]] static std::string name() { return "torch"; }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        std::size_t const n = x.size();
        std::size_t const bits = n <= 1 ? 0 : std::bit_width(n - 1);  // ceil(log2 n)
        std::size_t const power = std::max<std::size_t>(4, bits / 4);
        std::size_t const portion = std::size_t{1} << power;
        std::array<Real, 4> level{Real(0), Real(0), Real(0), Real(0)};
        std::size_t i = 0;
        while (i + portion <= n) {
            for (std::size_t j = 0; j < portion; ++j, ++i) level[0] = level[0] + x[i];
            for (std::size_t j = 1; j < 4; ++j) {
                level[j] = level[j] + level[j - 1];
                level[j - 1] = Real(0);
                if ((i >> (j * power) & (portion - 1)) != 0) break;
            }
        }
        for (; i < n; ++i) level[0] = level[0] + x[i];
        return ((level[0] + level[1]) + level[2]) + level[3];
    }
};

}  // namespace ulpfield::sum
