#include "python/module.hpp"

#include <stdexcept>

#include "python/text.hpp"
#include "study/environment.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace py = pybind11;

namespace ulpfield::python {

namespace {

void set_error(PyObject* kind, char const* message) { PyErr_SetObject(kind, text_of(message).ptr()); }

}  // namespace

/// Bad input is ValueError, a refusal of the machine OSError, each with the library's message; the rest as pybind11 has
/// it (no memory: MemoryError).
void define_errors(py::module_&) {
    py::register_exception_translator([](std::exception_ptr thrown) {
        try {
            std::rethrow_exception(thrown);
        } catch (machine_error const& error) {
            set_error(PyExc_OSError, error.what());
        } catch (std::invalid_argument const& error) {
            set_error(PyExc_ValueError, error.what());
        } catch (std::domain_error const& error) {
            set_error(PyExc_ValueError, error.what());
        } catch (std::length_error const& error) {
            set_error(PyExc_ValueError, error.what());
        } catch (interrupted const&) {
            PyErr_SetString(PyExc_KeyboardInterrupt, "interrupted");
        }
    });
}

}  // namespace ulpfield::python

PYBIND11_MODULE(_ulpfield, module) {
    module.doc() = "The compiled part of the module ulpfield.";
    module.attr("version") = ULPFIELD_VERSION;
    module.def("version_text", ulpfield::study::version_text);
    ulpfield::python::define_errors(module);
    ulpfield::python::define_studies(module);
    ulpfield::python::define_rounding(module);
    ulpfield::python::define_decisions(module);
    ulpfield::python::define_laws(module);
}
