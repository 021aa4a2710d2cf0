#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include "python/exact_number.hpp"
#include "python/module.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/round_doubles.hpp"
#include "ulpfield/number/round_to_format.hpp"

namespace py = pybind11;

namespace ulpfield::python {
namespace {

/// Rounds a C-contiguous array of doubles into another one of the same size; both keep their memory while they are
/// used. The GIL is free meanwhile.
template <class Result>
void round_array(number_format const& format, py::array_t<double> const& x, py::array const& rounded) {
    bool const fits = rounded.itemsize() == sizeof(Result) && rounded.size() == x.size() &&
                      (rounded.flags() & py::array::c_style) != 0 && (x.flags() & py::array::c_style) != 0;
    if (!fits || !rounded.writeable()) throw std::invalid_argument("rounded: not an array of this size and type");
    auto const size = static_cast<std::size_t>(x.size());
    std::span<double const> const from(x.data(), size);
    std::span<Result> const to(static_cast<Result*>(const_cast<void*>(rounded.data())), size);
    py::gil_scoped_release const free;
    round_doubles(format, from, to);
}

/// numerator/denominator 2^exponent2, rounded once.
py::object round_number(number_format const& format, py::int_ const& numerator, py::int_ const& denominator,
                        std::int64_t exponent2) {
    if (format.exact()) throw std::invalid_argument("format: exact rounds nothing; accepted: a rounding format");
    rational const value(integer_of(numerator), integer_of(denominator));
    mpfr_value const rounded = round_once(format, [&](mpfr_ptr result, mpfr_rnd_t how) {
        if (exponent2 == 0) return mpfr_set_q(result, value.backend().data(), how);
        integer const whole = boost::multiprecision::numerator(value);
        return mpfr_set_z_2exp(result, whole.backend().data(), exponent2, how);
    });
    return number_of(rounded.get());
}

/// A double, infinities, NaN and zeros too, by the format's own rules.
py::object round_double(number_format const& format, double x) {
    if (format.exact()) throw std::invalid_argument("format: exact rounds nothing; accepted: a rounding format");
    return number_of(
        round_once(format, [x](mpfr_ptr result, mpfr_rnd_t how) { return mpfr_set_d(result, x, how); }).get());
}

py::object largest(number_format const& format) {
    mpfr_value value(format.precision);
    widest_range const range;
    detail::set_largest(value.get(), false, format);
    return number_of(value.get());
}

bool same_numbers(number_format a, number_format const& b) {
    a.name = b.name;
    return a == b;
}

char const* overflow_of(number_format const& format) {
    switch (format.overflow) {
        case overflow_value::infinity:
            return "infinity";
        case overflow_value::not_a_number:
            return "nan";
        case overflow_value::largest:
            return "largest";
        case overflow_value::wrapped:
            break;
    }
    return "wraps";
}

}  // namespace

void define_rounding(py::module_& module) {
    py::class_<number_format>(module, "NumberFormat")
        .def(py::init([](std::string const& name) { return parse_format(name); }))
        .def_readonly("name", &number_format::name)
        .def_readonly("precision", &number_format::precision)
        .def_readonly("emin", &number_format::emin)
        .def_readonly("emax", &number_format::emax)
        .def_readonly("subnormals", &number_format::subnormals)
        .def_property_readonly("overflow", overflow_of)
        .def_property_readonly("max_finite", largest)
        .def("same_numbers", same_numbers)
        .def("round_double", round_double)
        .def_property_readonly("held_by_double", held_by_double)
        .def_property_readonly("held_by_float", held_by_float)
        .def_property_readonly("held_by_half", held_by_half)
        .def("round_float64", round_array<double>)
        .def("round_float32", round_array<float>)
        .def("round_float16", round_array<std::uint16_t>)
        .def("round_number", round_number);
    module.def("named_formats", [] {
        py::list names;
        for (number_format const& format : named_formats()) names.append(format.name);
        return names;
    });
}

}  // namespace ulpfield::python
