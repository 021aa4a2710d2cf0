#include "python/exact_number.hpp"

#include <limits>
#include <stdexcept>
#include <string>

namespace py = pybind11;

namespace ulpfield::python {
namespace {

constexpr mpfr_exp_t largest_exponent = 1 << 24;

py::object fraction(py::int_ const& numerator, py::int_ const& denominator) {
    return py::module_::import("fractions").attr("Fraction")(numerator, denominator);
}

}  // namespace

integer integer_of(py::int_ const& number) {
    std::string const digits = py::str(py::module_::import("builtins").attr("hex")(number));
    bool const negative = digits.starts_with('-');
    integer result;
    mpz_set_str(result.backend().data(), digits.c_str() + (negative ? 3 : 2), 16);
    return negative ? -result : result;
}

py::int_ int_of(integer const& number) {
    std::string digits(mpz_sizeinbase(number.backend().data(), 16) + 2, '\0');
    mpz_get_str(digits.data(), 16, number.backend().data());
    PyObject* const made = PyLong_FromString(digits.c_str(), nullptr, 16);
    if (made == nullptr) throw py::error_already_set();
    return py::reinterpret_steal<py::int_>(made);
}

py::object fraction_of(rational const& number) {
    return fraction(int_of(boost::multiprecision::numerator(number)),
                    int_of(boost::multiprecision::denominator(number)));
}

py::object fraction_of(std::string const& text) { return fraction_of(rational(text)); }

py::object number_of(mpfr_srcptr number) {
    if (mpfr_nan_p(number) != 0) return py::float_(std::numeric_limits<double>::quiet_NaN());
    if (mpfr_regular_p(number) == 0) return py::float_(mpfr_get_d(number, MPFR_RNDN));
    mpfr_exp_t const exponent = mpfr_get_exp(number);
    if (exponent > largest_exponent || exponent < -largest_exponent)
        throw std::domain_error("a value near 2^" + std::to_string(exponent) +
                                " is not written as a Fraction; accepted: 2^-16777216 to 2^16777216");
    integer whole;
    mpfr_exp_t const unit = mpfr_get_z_2exp(whole.backend().data(), number);
    rational value(whole);
    if (unit >= 0)
        mpq_mul_2exp(value.backend().data(), value.backend().data(), static_cast<mp_bitcnt_t>(unit));
    else
        mpq_div_2exp(value.backend().data(), value.backend().data(), static_cast<mp_bitcnt_t>(-unit));
    return fraction_of(value);
}

}  // namespace ulpfield::python
