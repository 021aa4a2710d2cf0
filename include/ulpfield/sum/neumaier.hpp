#pragma once
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// Neumaier's variant of Kahan's sum: the error of each addition, whichever operand is larger, is summed apart and
/// added at the end. Error: 2 u |sum x| + O(K^2 u^2) sum|x|. Source: Neumaier 1974.
struct neumaier {
    [[nodiscard]] static std::string name() { return "neumaier"; }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        auto const magnitude = [](Real const& value) { return value < Real(0) ? -value : value; };
        Real total(0);
        Real lost(0);
        for (Real const& term : x) {
            Real const next = total + term;
            if (magnitude(total) >= magnitude(term))
                lost = lost + ((total - next) + term);
            else
                lost = lost + ((term - next) + total);
            total = next;
        }
        return total + lost;
    }
};

}  // namespace ulpfield::sum
