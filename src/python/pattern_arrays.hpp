#pragma once
#include <pybind11/numpy.h>

#include <string>

#include "ulpfield/files/pattern_array.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield::python {

/// What an array holds, seen where it lies: valid as long as the array. `bfloat16`: its uint16 are words of that type.
/// A type that array_view has not: std::invalid_argument.
[[nodiscard]] array_view view_of(pybind11::array const& array, bool bfloat16);

/// Memories (K x N), and one state (N entries, each -1 or +1), copied from arrays; std::invalid_argument names `what`.
[[nodiscard]] memory_patterns memories_of(std::string const& what, pybind11::array const& array, bool bfloat16);
[[nodiscard]] bipolar_state state_of(std::string const& what, pybind11::array const& array, bool bfloat16);

}  // namespace ulpfield::python
