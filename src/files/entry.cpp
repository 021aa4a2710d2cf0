#include "files/entry.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace ulpfield {
namespace {

template <class Word>
Word word_at(std::byte const* bytes, bool big_endian) {
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < sizeof(Word); ++k)
        word = word << 8U | std::to_integer<std::uint64_t>(bytes[big_endian ? k : sizeof(Word) - 1 - k]);
    return static_cast<Word>(word);
}

template <class Integer>
double integer_at(std::byte const* bytes, bool big_endian) {
    return static_cast<double>(static_cast<Integer>(word_at<std::make_unsigned_t<Integer>>(bytes, big_endian)));
}

double boolean_at(std::byte const* bytes, bool) { return bytes[0] == std::byte{0} ? 0 : 1; }

double float64_at(std::byte const* bytes, bool big_endian) {
    return std::bit_cast<double>(word_at<std::uint64_t>(bytes, big_endian));
}

double float32_at(std::byte const* bytes, bool big_endian) {
    return static_cast<double>(std::bit_cast<float>(word_at<std::uint32_t>(bytes, big_endian)));
}

double bfloat16_at(std::byte const* bytes, bool big_endian) {
    return static_cast<double>(std::bit_cast<float>(std::uint32_t{word_at<std::uint16_t>(bytes, big_endian)} << 16U));
}

/// IEEE 754 binary16: 5 bits of exponent, 10 of significand.
double float16_at(std::byte const* bytes, bool big_endian) {
    unsigned const word = word_at<std::uint16_t>(bytes, big_endian);
    int const exponent = static_cast<int>(word >> 10U & 31U);
    int const significand = static_cast<int>(word & 1023U);
    double size = 0;
    if (exponent == 31)
        size = significand == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    else if (exponent == 0)
        size = std::ldexp(significand, -24);
    else
        size = std::ldexp(significand + 1024, exponent - 25);
    return (word >> 15U) != 0 ? -size : size;
}

struct type_facts {
    std::string_view name;
    std::size_t size;
    entry_reader read;
};

/// In the order of entry_type.
constexpr std::array<type_facts, 13> types = {{{"bool", 1, boolean_at},
                                               {"int8", 1, integer_at<std::int8_t>},
                                               {"int16", 2, integer_at<std::int16_t>},
                                               {"int32", 4, integer_at<std::int32_t>},
                                               {"int64", 8, integer_at<std::int64_t>},
                                               {"uint8", 1, integer_at<std::uint8_t>},
                                               {"uint16", 2, integer_at<std::uint16_t>},
                                               {"uint32", 4, integer_at<std::uint32_t>},
                                               {"uint64", 8, integer_at<std::uint64_t>},
                                               {"float16", 2, float16_at},
                                               {"bfloat16", 2, bfloat16_at},
                                               {"float32", 4, float32_at},
                                               {"float64", 8, float64_at}}};

}  // namespace

std::size_t entry_size(entry_type type) { return types.at(static_cast<std::size_t>(type)).size; }
std::string_view name(entry_type type) { return types.at(static_cast<std::size_t>(type)).name; }
entry_reader reader_of(entry_type type) { return types.at(static_cast<std::size_t>(type)).read; }

}  // namespace ulpfield
