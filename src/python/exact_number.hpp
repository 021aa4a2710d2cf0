#pragma once
#include <pybind11/pybind11.h>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield::python {

/// A Python int as an integer, and back: by hexadecimal digits, any size.
[[nodiscard]] integer integer_of(pybind11::int_ const& number);
[[nodiscard]] pybind11::int_ int_of(integer const& number);

/// fractions.Fraction of a rational.
[[nodiscard]] pybind11::object fraction_of(rational const& number);
/// fractions.Fraction of "p" or "p/q".
[[nodiscard]] pybind11::object fraction_of(std::string const& text);

/// An MPFR number exactly: Fraction, or a float where it is an infinity, NaN or a zero (whose sign is kept). With an
/// exponent beyond +-2^24, which no Fraction should hold: std::domain_error.
[[nodiscard]] pybind11::object number_of(mpfr_srcptr number);

}  // namespace ulpfield::python
