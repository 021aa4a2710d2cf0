#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "ulpfield/files/pattern_array.hpp"

namespace ulpfield {

/// Where the entries of patterns lie in an array.
struct array_layout {
    std::size_t K = 0;  ///< all that are there
    std::size_t N = 0;
    pattern_facts::layout laid = pattern_facts::layout::rows;
    std::ptrdiff_t from_pattern_to_pattern = 0;  ///< bytes
    std::vector<std::ptrdiff_t> of_neuron;       ///< bytes from the first neuron of a pattern

    [[nodiscard]] std::ptrdiff_t at(std::size_t mu, std::size_t i) const {
        return static_cast<std::ptrdiff_t>(mu) * from_pattern_to_pattern + of_neuron[i];
    }
};

/// "(20, 6)", "(6,)", as Python writes it.
[[nodiscard]] std::string shape_text(std::vector<std::size_t> const& shape);

/// See patterns_of; array_refused for a shape that makes no patterns, or that leaves a doubt.
[[nodiscard]] array_layout layout_of(array_view const& array, pattern_reading const& how);

}  // namespace ulpfield
