#pragma once
#include <algorithm>
#include <cstddef>
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// Blocks of B terms (the last may be shorter), each summed from 0 in sequence; the block sums added in sequence.
/// Error: about (B + K/B) u sum|x|. Domain: B >= 1.
struct blocks {
    std::size_t B = 128;
    [[nodiscard]] std::string name() const { return "blocks:" + std::to_string(B); }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        Real total(0);
        for (std::size_t first = 0; first < x.size(); first += B) {
            Real block(0);
            for (Real const& term : x.subspan(first, std::min(B, x.size() - first))) block = block + term;
            total = total + block;
        }
        return total;
    }
};

}  // namespace ulpfield::sum
