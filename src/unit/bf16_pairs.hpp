#pragma once
#include "ulpfield/unit/dot_unit.hpp"

namespace ulpfield::unit {

/// A chain of VDPBF16PS over the pairs (0,1), (2,3), ... into one accumulator, as oneDNN forms a matrix product.
class bf16_pairs : public dot_unit {
public:
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override;
};

}  // namespace ulpfield::unit
