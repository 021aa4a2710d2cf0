#pragma once
#include <string>
#include <variant>

#include "ulpfield/number/format.hpp"
#include "ulpfield/sum/sum_order.hpp"

namespace ulpfield {

/// A hardware unit as accumulator of the similarity (unit/dot_unit.hpp): it reads memories of one format and returns
/// fp32, or fp16 where the sums are fp16.
struct unit_similarity {
    std::string name;        ///< as parse_similarity_order takes it
    number_format operands;  ///< what the memories are stored in
};

/// How the similarity is summed.
using similarity_order = std::variant<sum::sum_order, unit_similarity>;

/// Eq. 4 as a program computes it: the definition's operations in another order, or fused. The default is the
/// definition itself.
struct program_arithmetic {
    sum::sum_order sum = sum::sequential{};  ///< of the K terms
    bool two_sums = false;                   ///< F(a) and F(b) summed apart, subtracted at the end
    similarity_order similarity = sum::sum_order{};
    bool self_inside = false;  ///< sigma_i = +-1 in its place in the similarity; else +-zeta_i is added last
    /// The last multiplication of a power and the operation that follows it are one fused multiply-add, as compilers
    /// contract F(a) - F(b) and sum + F(a).
    bool contract = false;
};

}  // namespace ulpfield
