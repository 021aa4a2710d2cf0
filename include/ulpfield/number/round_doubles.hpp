#pragma once
#include <cstdint>
#include <span>

#include "ulpfield/number/format.hpp"

namespace ulpfield {

/// True if a double holds every number of the format: p <= 53, emax <= 1023, emin - p + 1 >= -1074.
[[nodiscard]] bool held_by_double(number_format const& format);

/// The same of float and of half precision (binary16).
[[nodiscard]] bool held_by_float(number_format const& format);
[[nodiscard]] bool held_by_half(number_format const& format);

/// Every x rounded once to the format, ties to even, with its overflow and underflow, as doubles (floats, the words of
/// binary16): bit for bit round_once of mpfr_value.hpp, many at a time. Signs of zeros are kept, NaN is the quiet one.
/// The same size of both, the same place or no overlap. A format with other numbers than the result's type holds:
/// std::invalid_argument; so is `exact`.
void round_doubles(number_format const& format, std::span<double const> x, std::span<double> rounded);
void round_doubles(number_format const& format, std::span<double const> x, std::span<float> rounded);
void round_doubles(number_format const& format, std::span<double const> x, std::span<std::uint16_t> rounded);

}  // namespace ulpfield
