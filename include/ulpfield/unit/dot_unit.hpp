#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/unit/operand_format.hpp"

namespace ulpfield::unit {

/// A hardware unit that forms c + sum_k a_k b_k in its own way, bit for bit: steps of L products in rising k, each
/// result the next accumulator, the last step filled up with zeros.
///
/// Shapes: a and b have the same length, any number of terms. Operands: values of the operand format (decode), c a
/// value of the unit's result type (fp32, or fp16). Errors: std::invalid_argument for lengths that differ. Result:
/// exactly what the modelled unit gives; every NaN is one quiet NaN. Corners no source settles: the exponent of a zero
/// factor, and the sign of a negative sum that fp16 rounds to zero (both as MMA-Sim has them). Source: MMA-Sim
/// (arXiv:2511.10909), Khattak & Mikaitis (arXiv:2512.07004), measured outputs in tests/data/unit.
class dot_unit {
public:
    virtual ~dot_unit() = default;
    [[nodiscard]] virtual double dot(std::span<double const> a, std::span<double const> b, double c) const = 0;
};

/// How the result is rounded and kept.
enum class result_type { fp32, fp16 };

/// What a unit is called, what it reads, what it returns.
struct dot_unit_entry {
    std::string name;         ///< as --similarity-sum takes it: volta, ampere, hopper-fp8, ...
    std::string description;  ///< chips, instruction and source in one sentence
    operand_format operands;
    result_type result;
};

/// Every unit there is, by name, operand format and result.
[[nodiscard]] std::vector<dot_unit_entry> const& dot_units();

/// The unit. Unknown combination: std::invalid_argument that lists what the name takes.
[[nodiscard]] dot_unit const& find_dot_unit(std::string_view name, operand_format operands, result_type result);

}  // namespace ulpfield::unit
