#pragma once
#include <pybind11/pybind11.h>

#include "study/figure.hpp"

namespace ulpfield::python {

/// What a figure shows, as dictionaries and lists that _matplotlib.py draws; None where the study draws by gnuplot
/// alone.
[[nodiscard]] pybind11::object chart_of(study::figure const& of);

}  // namespace ulpfield::python
