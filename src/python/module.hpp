#pragma once
#include <pybind11/pybind11.h>

namespace ulpfield::python {

/// What the module `_ulpfield` holds, a part a source file.
void define_errors(pybind11::module_& module);
void define_studies(pybind11::module_& module);
void define_rounding(pybind11::module_& module);
void define_decisions(pybind11::module_& module);
void define_laws(pybind11::module_& module);

}  // namespace ulpfield::python
