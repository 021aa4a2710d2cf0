#include "files/npy_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "files/array_layout.hpp"
#include "files/limits.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_dictionary = std::size_t{1} << 20U;
constexpr std::string_view accepted_dictionary =
    "{'descr': TYPE, 'fortran_order': True or False, 'shape': (K, N)} as numpy.save writes it";
constexpr std::string_view accepted_types =
    "bool, integers of 8 to 64 bits, float16, float32 and float64; array.astype('int8') or ('float64') converts";

/// The Python literal {'key': value, ...} of a header, read from left to right.
class dictionary_parser {
public:
    dictionary_parser(byte_source const& file, std::string_view text) : file_(file), text_(text) {}

    void parse() {
        expect('{');
        while (!skip('}')) {
            std::string_view const key = quoted();
            expect(':');
            if (key == "descr") {
                once(descr, key) = type_name();
            } else if (key == "fortran_order") {
                once(fortran_order, key) = boolean();
            } else if (key == "shape") {
                once(shape, key) = tuple();
            } else {
                refuse(fmt::format("unknown key '{}'", shown(key)));
            }
            if (skip('}')) break;
            expect(',');
        }
        blank();
        if (at_ != text_.size()) refuse("text after the closing brace");
        if (!descr) refuse("no key 'descr'");
        if (!fortran_order) refuse("no key 'fortran_order'");
        if (!shape) refuse("no key 'shape'");
    }

    std::optional<std::string_view> descr;
    std::optional<bool> fortran_order;
    std::optional<std::vector<std::size_t>> shape;

private:
    [[noreturn]] void refuse(std::string const& what) const {
        file_.refuse(fmt::format("damaged .npy header: {} (byte {} of the dictionary)", what, at_),
                     accepted_dictionary);
    }

    template <class Value>
    std::optional<Value>& once(std::optional<Value>& value, std::string_view key) const {
        if (value) refuse(fmt::format("key '{}' twice", key));
        return value;
    }

    void blank() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) ++at_;
    }

    bool skip(char character) {
        blank();
        if (at_ == text_.size() || text_[at_] != character) return false;
        ++at_;
        return true;
    }

    void expect(char character) {
        if (!skip(character)) refuse(fmt::format("'{}' missing", character));
    }

    std::string_view quoted() {
        blank();
        char const quote = at_ < text_.size() ? text_[at_] : '\0';
        if (quote != '\'' && quote != '"') refuse("a quoted word missing");
        std::size_t const end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) refuse("a quote that is not closed");
        std::string_view const word = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return word;
    }

    std::string_view type_name() {
        blank();
        if (at_ < text_.size() && text_[at_] == '[') file_.refuse("an array of structured type", accepted_types);
        return quoted();
    }

    bool boolean() {
        blank();
        for (std::string_view const word : {"True", "False"}) {
            if (text_.substr(at_, word.size()) == word) {
                at_ += word.size();
                return word == "True";
            }
        }
        refuse("True or False missing");
    }

    std::vector<std::size_t> tuple() {
        std::vector<std::size_t> values;
        expect('(');
        while (!skip(')')) {
            blank();
            std::size_t value = 0;
            char const* const begin = text_.data() + at_;
            auto const [end, error] = std::from_chars(begin, text_.data() + text_.size(), value);
            if (error == std::errc::result_out_of_range) {
                file_.refuse("the .npy header states an absurd shape", accepted_counts);
            }
            if (error != std::errc{}) refuse("a dimension that is not a whole number");
            at_ += static_cast<std::size_t>(end - begin);
            if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // Python 2 wrote long integers so
            values.push_back(value);
            if (skip(')')) break;
            expect(',');
        }
        return values;
    }

    byte_source const& file_;
    std::string_view text_;
    std::size_t at_ = 0;
};

struct named_type {
    std::string_view name;  // without the byte order
    entry_type type;
};

constexpr std::array<named_type, 12> npy_types = {{{"b1", entry_type::boolean},
                                                   {"i1", entry_type::int8},
                                                   {"i2", entry_type::int16},
                                                   {"i4", entry_type::int32},
                                                   {"i8", entry_type::int64},
                                                   {"u1", entry_type::uint8},
                                                   {"u2", entry_type::uint16},
                                                   {"u4", entry_type::uint32},
                                                   {"u8", entry_type::uint64},
                                                   {"f2", entry_type::float16},
                                                   {"f4", entry_type::float32},
                                                   {"f8", entry_type::float64}}};

/// What NumPy calls a type that makes no patterns.
struct foreign_type {
    std::string_view kind;
    std::string_view what;
    std::string_view remedy;
};

constexpr std::array<foreign_type, 9> foreign_types = {
    {{"f12", "longdouble, which differs between machines", "array.astype('float64')"},
     {"f16", "longdouble, which differs between machines", "array.astype('float64')"},
     {"c", "complex numbers", "array.real, or its parts side by side"},
     {"O", "Python objects: a pickle, which is never executed", "numpy.stack(array).astype('float64') in Python"},
     {"S", "text", "array.astype('float64')"},
     {"U", "text", "array.astype('float64')"},
     {"V", "raw records", "one field of it, array['NAME']"},
     {"M", "dates", "numbers"},
     {"m", "spans of time", "numbers"}}};

void set_type(byte_source const& file, loaded_array& array, std::string_view text) {
    char const order = text.empty() ? ' ' : text[0];
    std::string_view const kind = text.substr(std::min<std::size_t>(1, text.size()));
    for (named_type const& known : npy_types) {
        bool const one_byte = entry_size(known.type) == 1;
        if (kind != known.name || (one_byte ? order != '|' : order != '<' && order != '>')) continue;
        array.type = known.type;
        array.big_endian = order == '>';
        return;
    }
    bool const ordered = order == '<' || order == '>' || order == '|';
    for (foreign_type const& known : foreign_types)
        if (ordered && kind.starts_with(known.kind))
            file.refuse(fmt::format("an array of type '{}': {}", shown(text), known.what),
                        fmt::format("{}; {} makes one", accepted_types, known.remedy));
    file.refuse(fmt::format("an array of type '{}'", shown(text)), accepted_types);
}

void check_size(byte_source const& file, loaded_array const& array, std::uint64_t header_size) {
    std::uint64_t const expected = entries_of(file, array.shape) * entry_size(array.type);
    std::uint64_t const there = file.largest_size() - std::min(header_size, file.largest_size());
    if (there < expected || (file.size_known() && there != expected))
        file.refuse(fmt::format("{}: shape {} takes {} bytes after the header, {}{} are there",
                                there < expected ? "is truncated" : "has trailing bytes", shape_text(array.shape),
                                expected, file.size_known() ? "" : "at most ", there),
                    "a file of exactly that size");
}

}  // namespace

loaded_array read_npy_header(byte_source& file, pattern_reading const& how) {
    constexpr std::string_view where = "its .npy header";
    std::vector<std::uint8_t> const start = read_exactly(file, magic.size() + 2, where);
    if (std::string_view(reinterpret_cast<char const*>(start.data()), magic.size()) != magic)
        file.refuse("not a .npy array", "a .npy array, as numpy.save writes it");
    unsigned const major = start[magic.size()];
    unsigned const minor = start[magic.size() + 1];
    if (major < 1 || major > 3 || minor != 0) {
        file.refuse(fmt::format(".npy format version {}.{}", major, minor), "versions 1.0, 2.0 and 3.0");
    }
    std::size_t length = 0;
    std::vector<std::uint8_t> const length_bytes = read_exactly(file, major == 1 ? 2 : 4, where);
    for (std::size_t k = length_bytes.size(); k-- > 0;) length = length << 8U | length_bytes[k];
    if (length > longest_dictionary) {
        file.refuse(fmt::format("the .npy header states a length of {} bytes", length),
                    fmt::format("at most {}", longest_dictionary));
    }
    std::vector<std::uint8_t> const text = read_exactly(file, length, where);
    dictionary_parser dictionary(file, {reinterpret_cast<char const*>(text.data()), text.size()});
    dictionary.parse();
    loaded_array array;
    set_type(file, array, *dictionary.descr);
    array.fortran_order = *dictionary.fortran_order;
    array.shape = *dictionary.shape;
    check_shape(file, array, how);
    check_size(file, array, start.size() + length_bytes.size() + length);
    return array;
}

std::string npy_header_bytes(std::string_view type, std::size_t K, std::size_t N) {
    std::string dictionary = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}, {}), }}", type, K, N);
    std::size_t const before = magic.size() + 4;
    std::size_t const padded = (before + dictionary.size() + 1 + 63) / 64 * 64;
    dictionary.append(padded - before - dictionary.size() - 1, ' ').push_back('\n');
    std::string bytes(magic);
    bytes += {'\x01', '\x00'};
    bytes += static_cast<char>(dictionary.size() & 0xFFU);
    bytes += static_cast<char>(dictionary.size() >> 8U);
    return bytes + dictionary;
}

}  // namespace ulpfield
