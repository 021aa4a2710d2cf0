#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "study/arguments.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/capacity/overlap.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::study {

/// What is asked for: which parameters it depends on and by which methods it can be had.
struct capacity_quantity {
    std::string name;
    bool needs_N = true;
    bool needs_n = true;
    bool needs_K = false;
    bool needs_delta = false;
    bool needs_epsilon = false;
    bool needs_interaction = true;
    bool needs_corruption = false;
    std::vector<capacity::method> methods;     ///< all, in the order of the table
    std::vector<capacity::method> on_request;  ///< accepted, but not among the default methods
};

[[nodiscard]] std::vector<capacity_quantity> const& capacity_quantities();

/// A number with the text it was typed as.
struct typed_rational {
    std::string text;
    rational value;
};

/// One cell: a quantity at one setting, by all its methods (one row each).
struct capacity_cell {
    capacity_quantity const* quantity = nullptr;
    capacity::setting where;
    std::int64_t n = 0;  ///< order of F, as the table shows it
    std::int64_t K = 0;
    typed_rational delta;
    typed_rational epsilon;
    std::vector<capacity::method> methods;
};

/// Everything that decides about a result, read and checked.
struct capacity_plan {
    std::vector<capacity_cell> cells;
    std::vector<std::pair<std::string, std::string>> parameters;
    int digits = 15;
    capacity::criterion rule = capacity::criterion::union_bound;
    capacity::sides which = capacity::sides::two;
    std::int64_t trials = 0;
    typed_rational corruption;  ///< of recall: probability that a bit is flipped
    std::uint64_t seed = 1;
    std::string layout;
};

[[nodiscard]] std::vector<option> capacity_options();

/// Throws usage_error on bad input, naming the option, the value and what is accepted.
[[nodiscard]] capacity_plan read_capacity_plan(arguments const& given);

}  // namespace ulpfield::study
