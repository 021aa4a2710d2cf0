#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "support/data_table.hpp"
#include "ulpfield/unit/operand_format.hpp"

namespace ulpfield::unit::test {

using ulpfield::test_data::read_table;
using ulpfield::test_data::table_row;

/// Codes of `bits` bits, written in hexadecimal without gaps.
inline std::vector<std::uint32_t> codes(std::string const& text, int bits) {
    auto const digits = static_cast<std::size_t>(bits / 4);
    std::vector<std::uint32_t> result;
    for (std::size_t at = 0; at < text.size(); at += digits)
        result.push_back(static_cast<std::uint32_t>(std::stoul(text.substr(at, digits), nullptr, 16)));
    return result;
}

inline std::vector<double> values(std::string const& text, operand_format format) {
    std::vector<double> result;
    for (std::uint32_t const code : codes(text, layout(format).bits)) result.push_back(decode(format, code));
    return result;
}

inline double fp32_value(std::string const& text) {
    if (text == "nan") return std::nan("");
    return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(std::stoul(text, nullptr, 16))));
}

inline double fp16_value(std::string const& text) {
    if (text == "nan") return std::nan("");
    return decode(operand_format::f16, static_cast<std::uint32_t>(std::stoul(text, nullptr, 16)));
}

/// Equal, or both NaN. The sign of a zero is compared only where `signed_zeros`.
inline bool same(double x, double y, bool signed_zeros = true) {
    if (std::isnan(x) || std::isnan(y)) return std::isnan(x) && std::isnan(y);
    return x == y && (!signed_zeros || std::signbit(x) == std::signbit(y));
}

}  // namespace ulpfield::unit::test
