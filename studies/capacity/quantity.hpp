#pragma once
#include <string>
#include <vector>

#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::study {

/// A quantity: the parameters it depends on and by which methods it can be had.
struct capacity_quantity {
    std::string name;
    bool needs_N = true;
    bool needs_n = true;
    bool needs_K = false;
    bool needs_delta = false;
    bool needs_epsilon = false;
    bool needs_interaction = true;
    bool needs_corruption = false;
    bool needs_tie = false;
    std::vector<capacity::method> methods;     ///< all, in the order of the table
    std::vector<capacity::method> on_request;  ///< accepted, but not among the default methods

    [[nodiscard]] bool accepts(capacity::method how) const;
    /// Those of `asked` that it accepts; nothing asked: all that have a form for this F and its order.
    [[nodiscard]] std::vector<capacity::method> methods_of(std::vector<capacity::method> const& asked,
                                                           interaction const& F) const;
};

[[nodiscard]] std::vector<capacity_quantity> const& capacity_quantities();

}  // namespace ulpfield::study
