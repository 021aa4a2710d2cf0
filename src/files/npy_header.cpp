#include "files/npy_header.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>

#include "files/limits.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_dictionary = std::size_t{1} << 20U;
constexpr std::string_view accepted_dictionary =
    "{'descr': TYPE, 'fortran_order': True or False, 'shape': (K, N)} as numpy.save writes it";
constexpr std::string_view accepted_types =
    "float32 ('<f4', '>f4'), float64 ('<f8', '>f8') or int8 ('|i1'); array.astype('int8') or ('float64') converts";

/// The Python literal {'key': value, ...} of a header, read from left to right.
class dictionary_parser {
public:
    dictionary_parser(input_file const& file, std::string_view text) : file_(file), text_(text) {}

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
    std::optional<std::vector<std::uint64_t>> shape;

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

    std::vector<std::uint64_t> tuple() {
        std::vector<std::uint64_t> values;
        expect('(');
        while (!skip(')')) {
            blank();
            std::uint64_t value = 0;
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

    input_file const& file_;
    std::string_view text_;
    std::size_t at_ = 0;
};

std::vector<std::uint8_t> read_exactly(input_file& file, std::size_t count) {
    std::vector<std::uint8_t> bytes(count);
    if (file.read(bytes) != count) file.refuse("is truncated inside its .npy header", "the whole file");
    return bytes;
}

npy_type type_named(input_file const& file, std::string_view name) {
    using enum npy_type::kind;
    if (name == "|i1") return {int8, false};
    if (name == "<f4" || name == ">f4") return {float32, name[0] == '>'};
    if (name == "<f8" || name == ">f8") return {float64, name[0] == '>'};
    file.refuse(fmt::format("an array of type '{}'", shown(name)), accepted_types);
}

void check_shape(input_file const& file, std::vector<std::uint64_t> const& shape) {
    constexpr std::string_view two_dimensions = "two dimensions, K patterns x N neurons";
    if (shape.size() == 1) {
        file.refuse(fmt::format("an array of one dimension, shape ({},)", shape[0]),
                    fmt::format("{}; array.reshape(1, -1) makes it one pattern of {} neurons, array.reshape(K, -1) K "
                                "patterns",
                                two_dimensions, shape[0]));
    }
    if (shape.size() != 2) {
        file.refuse(fmt::format("an array of {} dimensions", shape.size()),
                    fmt::format("{}; array.reshape(len(array), -1) makes it so", two_dimensions));
    }
    if (shape[0] < 1 || shape[0] > most_patterns || shape[1] < 1 || shape[1] > most_neurons) {
        file.refuse(fmt::format("the .npy header states the shape ({}, {})", shape[0], shape[1]), accepted_counts);
    }
}

}  // namespace

npy_header read_npy_header(input_file& file) {
    if (file.compressed()) file.refuse("a .npy array inside gzip", "the unpacked .npy file (gzip -d)");
    std::vector<std::uint8_t> const start = read_exactly(file, magic.size() + 2);
    unsigned const major = start[magic.size()];
    unsigned const minor = start[magic.size() + 1];
    if (major < 1 || major > 3 || minor != 0) {
        file.refuse(fmt::format(".npy format version {}.{}", major, minor), "versions 1.0, 2.0 and 3.0");
    }
    std::size_t length = 0;
    std::vector<std::uint8_t> const length_bytes = read_exactly(file, major == 1 ? 2 : 4);
    for (std::size_t k = length_bytes.size(); k-- > 0;) length = length << 8U | length_bytes[k];
    if (length > longest_dictionary) {
        file.refuse(fmt::format("the .npy header states a length of {} bytes", length),
                    fmt::format("at most {}", longest_dictionary));
    }
    std::vector<std::uint8_t> const text = read_exactly(file, length);
    dictionary_parser dictionary(file, {reinterpret_cast<char const*>(text.data()), text.size()});
    dictionary.parse();
    npy_header header;
    header.type = type_named(file, *dictionary.descr);
    header.fortran_order = *dictionary.fortran_order;
    check_shape(file, *dictionary.shape);
    header.K = (*dictionary.shape)[0];
    header.N = (*dictionary.shape)[1];

    std::uint64_t const expected = std::uint64_t{header.K} * header.N * header.type.size();
    std::uint64_t const there = file.largest_size() - (start.size() + length_bytes.size() + length);
    if (there != expected) {
        file.refuse(
            fmt::format("{}: shape ({}, {}) takes {} bytes after the header, {} are there",
                        there < expected ? "is truncated" : "has trailing bytes", header.K, header.N, expected, there),
            "a file of exactly that size");
    }
    return header;
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
