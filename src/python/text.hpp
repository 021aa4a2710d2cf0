#pragma once
#include <pybind11/pybind11.h>

#include <string_view>

namespace ulpfield::python {

/// Text of the library, UTF-8; bytes that are none (of a file's name) come as os.fsdecode gives them.
[[nodiscard]] inline pybind11::str text_of(std::string_view text) {
    PyObject* const made = PyUnicode_DecodeUTF8(text.data(), static_cast<Py_ssize_t>(text.size()), "surrogateescape");
    if (made == nullptr) throw pybind11::error_already_set();
    return pybind11::reinterpret_steal<pybind11::str>(made);
}

}  // namespace ulpfield::python
