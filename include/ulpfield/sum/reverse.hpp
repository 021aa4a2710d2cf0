#pragma once
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// The sequential sum from the last term to the first. Error: as sequential.
struct reverse {
    [[nodiscard]] static std::string name() { return "reverse"; }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        Real total(0);
        for (std::size_t i = x.size(); i > 0; --i) total = total + x[i - 1];
        return total;
    }
};

}  // namespace ulpfield::sum
