#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// L chains over i mod L, as a vectorised loop adds; folded l + (l + L/2), l + (l + L/4), ...; the left-over K mod L
/// terms one by one. L = 4 is g++ -O3 -ffast-math in fp32. Error: about (K/L + log2 L) u sum|x|. Domain: L a power of
/// two.
struct lanes {
    std::size_t L = 4;
    [[nodiscard]] std::string name() const { return "lanes:" + std::to_string(L); }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        std::vector<Real> lane(L, Real(0));
        std::size_t i = 0;
        for (; i + L <= x.size(); i += L)
            for (std::size_t l = 0; l < L; ++l) lane[l] = lane[l] + x[i + l];
        for (std::size_t width = L / 2; width > 0; width /= 2)
            for (std::size_t l = 0; l < width; ++l) lane[l] = lane[l] + lane[l + width];
        Real total = lane[0];
        for (; i < x.size(); ++i) total = total + x[i];
        return total;
    }
};

}  // namespace ulpfield::sum
