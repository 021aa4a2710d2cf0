#include <optional>
#include <string>

#include "python/exact_number.hpp"
#include "python/interruptible.hpp"
#include "python/module.hpp"
#include "python/text.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/fraction.hpp"
#include "ulpfield/capacity/k_max.hpp"

namespace py = pybind11;

namespace ulpfield::python {
namespace {

capacity::method method_of(std::string const& name) {
    if (auto const how = capacity::method_named(name)) return *how;
    throw std::invalid_argument("method: unknown '" + name + "'; accepted: " + capacity::method_names());
}

capacity::setting setting_of(std::string const& interaction, std::int64_t N, int n) {
    return {parse_interaction(interaction, n), N};
}

/// (value, (lower, upper) or None, Fraction or None, quality, reason); numbers as decimal text.
py::tuple told(capacity::answer const& given) {
    py::object value = py::none();
    py::object bounds = py::none();
    py::object fraction = py::none();
    if (given.value) value = text_of(given.value->text());
    if (given.bounds) bounds = py::make_tuple(text_of(given.bounds->lower.text()), text_of(given.bounds->upper.text()));
    if (given.fraction) fraction = fraction_of(given.fraction->value);
    return py::make_tuple(value, bounds, fraction, text_of(name(given.quality)), text_of(given.reason));
}

py::tuple p_error(std::int64_t N, std::int64_t K, int n, std::string const& interaction, std::string const& method,
                  int digits, bool tie) {
    capacity::setting const where = setting_of(interaction, N, n);
    capacity::method const how = method_of(method);
    return told(interruptible([&](std::stop_token const& stop) {
        capacity::bit_error const bit(where, K);
        return tie ? bit.tie(how, digits, stop) : bit.error(how, digits, stop);
    }));
}

py::tuple k_max(std::int64_t N, int n, py::int_ const& numerator, py::int_ const& denominator,
                std::string const& interaction, std::string const& method, std::string const& criterion, int digits) {
    if (criterion != "union" && criterion != "product")
        throw std::invalid_argument("criterion: '" + criterion + "'; accepted: union, product");
    capacity::setting const where = setting_of(interaction, N, n);
    capacity::method const how = method_of(method);
    rational const delta(integer_of(numerator), integer_of(denominator));
    auto const rule = criterion == "union" ? capacity::criterion::union_bound : capacity::criterion::product;
    return told(interruptible(
        [&](std::stop_token const& stop) { return capacity::k_max(where, delta, rule, how, digits, stop); }));
}

}  // namespace

void define_laws(py::module_& module) {
    module.def("p_error", p_error);
    module.def("k_max", k_max);
}

}  // namespace ulpfield::python
