#include "python/pattern_arrays.hpp"

#include <bit>
#include <stdexcept>

namespace py = pybind11;

namespace ulpfield::python {
namespace {

entry_type type_of(py::dtype const& type) {
    auto const sized = [&type](entry_type one, entry_type two, entry_type four, entry_type eight) {
        switch (type.itemsize()) {
            case 1:
                return one;
            case 2:
                return two;
            case 4:
                return four;
            case 8:
                return eight;
            default:
                throw std::invalid_argument("entries of " + std::to_string(type.itemsize()) + " bytes");
        }
    };
    switch (type.kind()) {
        case 'b':
            return entry_type::boolean;
        case 'i':
            return sized(entry_type::int8, entry_type::int16, entry_type::int32, entry_type::int64);
        case 'u':
            return sized(entry_type::uint8, entry_type::uint16, entry_type::uint32, entry_type::uint64);
        case 'f':
            if (type.itemsize() > 1)
                return sized(entry_type::float16, entry_type::float16, entry_type::float32, entry_type::float64);
            break;
        default:
            break;
    }
    throw std::invalid_argument("entries that are neither bool, integers nor floats of 2, 4 or 8 bytes");
}

memory_patterns read(std::string const& what, py::array const& array, bool bfloat16, pattern_reading const& how) {
    try {
        return patterns_of(view_of(array, bfloat16), how).patterns;
    } catch (std::invalid_argument const& refused) {
        throw std::invalid_argument(what + ": " + refused.what());
    }
}

}  // namespace

array_view view_of(py::array const& array, bool bfloat16) {
    array_view view;
    view.data = static_cast<std::byte const*>(array.data());
    view.type = bfloat16 ? entry_type::bfloat16 : type_of(array.dtype());
    std::string const order = py::str(array.dtype().attr("byteorder"));
    view.big_endian = order == ">" || (order != "<" && std::endian::native == std::endian::big);
    for (py::ssize_t k = 0; k < array.ndim(); ++k) {
        view.shape.push_back(static_cast<std::size_t>(array.shape(k)));
        view.strides.push_back(static_cast<std::ptrdiff_t>(array.strides(k)));
    }
    return view;
}

memory_patterns memories_of(std::string const& what, py::array const& array, bool bfloat16) {
    pattern_reading how;
    if (array.ndim() == 1) how.one_pattern = true;
    return read(what, array, bfloat16, how);
}

bipolar_state state_of(std::string const& what, py::array const& array, bool bfloat16) {
    pattern_reading how;
    how.one_pattern = true;
    how.bipolar = true;
    return std::get<bipolar_patterns>(read(what, array, bfloat16, how)).state(0);
}

}  // namespace ulpfield::python
