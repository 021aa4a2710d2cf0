#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/number/format.hpp"
#include "ulpfield/sum/openblas.hpp"
#include "ulpfield/sum/sum_order.hpp"

namespace ulpfield {

/// An order in fp32 whatever the format, its sum rounded once to the format: 16-bit sums of NumPy and PyTorch.
struct single_precision_sum {
    sum::sum_order order;
};

/// How the K terms are summed: F(a) - F(b) of each memory in an order, or F(a) and F(b) apart, sequentially, and the
/// two sums subtracted at the end.
struct memory_sum {
    sum::sum_order order = sum::sequential{};
    bool two_sums = false;
    bool in_single = false;  ///< as single_precision_sum

    [[nodiscard]] std::string name() const {
        return two_sums ? "two-sums" : (in_single ? "fp32:" : "") + sum::name(order);
    }
    [[nodiscard]] bool plain() const {
        return !two_sums && !in_single && std::holds_alternative<sum::sequential>(order);
    }
};

/// "two-sums", an order (sum_order.hpp) or fp32:ORDER. Anything else: std::invalid_argument with what is accepted.
[[nodiscard]] memory_sum parse_memory_sum(std::string_view text);
[[nodiscard]] std::string accepted_memory_sums();

/// A hardware unit as accumulator of the similarity (unit/dot_unit.hpp): it reads memories of one format and returns
/// fp32, or fp16 where the sums are fp16.
struct unit_similarity {
    std::string unit;             ///< as dot_units lists it
    number_format operands = {};  ///< what the memories are stored in
};

/// How the similarity is summed.
struct similarity_sum {
    std::variant<sum::sum_order, single_precision_sum, unit_similarity, sum::openblas> by = sum::sum_order{};

    [[nodiscard]] std::string name() const;
    [[nodiscard]] bool plain() const {
        auto const* const order = std::get_if<sum::sum_order>(&by);
        return order != nullptr && std::holds_alternative<sum::sequential>(*order);
    }
};

/// An order, fp32:ORDER, a unit or openblas-KERNEL; anything else: std::invalid_argument with what is accepted.
[[nodiscard]] similarity_sum parse_similarity_sum(std::string_view text);
[[nodiscard]] std::string accepted_similarity_sums();

/// Eq. 4 as a program computes it: the definition's operations in another order, or fused. The default is the
/// definition itself.
struct program_arithmetic {
    memory_sum sum;
    similarity_sum similarity;
    bool self_inside = false;  ///< sigma_i = +-1 in its place in the similarity; else +-zeta_i is added last
    /// The last multiplication of a power and the addition that follows it are one fused multiply-add, as compilers
    /// contract F(a) - F(b), or sum + F(a) of two sums. Products with +-1 are exact, so it is void in similarities.
    bool contract = false;

    [[nodiscard]] bool plain() const { return sum.plain() && similarity.plain() && !self_inside && !contract; }
};

}  // namespace ulpfield
