#include "files/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "files/limits.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_lines = "one pattern a line, numbers separated by commas, no header";
constexpr std::size_t longest_field = 4096;

bool is_digit(char character) { return character >= '0' && character <= '9'; }

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    std::size_t const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Whether a number that std::from_chars calls out of range is so because it is large. Such a number is below 5e-324
/// or above 1.7e308, so it is enough to find the power of ten of its leading digit.
bool exceeds_largest(std::string_view text) {
    long power = -1;
    bool leading = true;
    bool after_point = false;
    std::size_t at = text.find_first_not_of("+-");
    for (; at < text.size() && (is_digit(text[at]) || text[at] == '.'); ++at) {
        if (text[at] == '.') {
            after_point = true;
        } else if (leading && text[at] == '0') {
            if (after_point) --power;
        } else {
            leading = false;
            if (!after_point) ++power;
        }
    }
    std::string_view exponent = text.substr(std::min(at + 1, text.size()));
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    long value = 0;
    auto const [end, error] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
    if (error == std::errc::result_out_of_range) return !exponent.starts_with('-');
    constexpr long beyond_any_field = 2 * static_cast<long>(longest_field);
    return power + std::clamp(value, -beyond_any_field, beyond_any_field) > 0;
}

/// The bytes of a file, one at a time.
class characters {
public:
    static constexpr int end = -1;

    explicit characters(input_file& file) : file_(file), buffer_(std::size_t{1} << 16U) {
        constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // some spreadsheets begin their .csv with it
        fill();
        if (std::string_view(reinterpret_cast<char const*>(buffer_.data()), there_).starts_with(byte_order_mark))
            at_ = 3;
    }

    int next() {
        if (at_ == there_) fill();
        return at_ == there_ ? end : buffer_[at_++];
    }

private:
    void fill() {
        there_ = file_.read(buffer_);
        at_ = 0;
    }

    input_file& file_;
    std::vector<std::uint8_t> buffer_;
    std::size_t at_ = 0;
    std::size_t there_ = 0;
};

struct csv_shape {
    std::size_t K = 0;
    std::size_t N = 0;
};

std::string place(std::size_t line, std::size_t column) { return fmt::format("line {}, column {}", line, column); }

/// Calls visit(mu, i, text) for each field of the first `most_lines` lines, in order; returns the shape.
template <class Visit>
csv_shape for_each_field(input_file& file, std::size_t most_lines, Visit visit) {
    file.rewind();
    characters source(file);
    csv_shape shape;
    std::string field;
    std::size_t i = 0;
    int character = source.next();
    while ((character != characters::end || i > 0) && shape.K < most_lines) {
        field.clear();
        while (character != ',' && character != '\n' && character != characters::end) {
            field += static_cast<char>(character);
            if (field.size() > longest_field) {
                file.refuse(fmt::format("{} is longer than {} characters", place(shape.K + 1, i + 1), longest_field),
                            accepted_lines);
            }
            character = source.next();
        }
        bool const last = character != ',';
        if (last && field.ends_with('\r')) field.pop_back();
        std::string_view const text = without_blanks(field);
        if (text.empty()) {
            file.refuse(fmt::format("{}: {}", place(shape.K + 1, i + 1),
                                    last && i == 0 ? "the line is empty" : "a number is missing"),
                        accepted_lines);
        }
        if (i == most_neurons || shape.K == most_patterns) {
            file.refuse(fmt::format("{} is one too many", place(shape.K + 1, i + 1)), accepted_counts);
        }
        visit(shape.K, i, text);
        ++i;
        if (last) {
            if (shape.K == 0) shape.N = i;
            if (i != shape.N) {
                file.refuse(fmt::format("line {} holds {} numbers, line 1 holds {}", shape.K + 1, i, shape.N),
                            "lines of equal length");
            }
            ++shape.K;
            i = 0;
        }
        character = source.next();
    }
    return shape;
}

}  // namespace

std::optional<double> nearest_double(std::string_view text) {
    text = without_blanks(text);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        value = exceeds_largest(text) ? std::numeric_limits<double>::infinity() : 0.0;
        if (text.starts_with('-')) value = -value;
    }
    return value;
}

memory_patterns read_csv(input_file& file, entry_range accepted, std::optional<std::size_t> limit) {
    std::size_t const most_lines = limit.value_or(std::numeric_limits<std::size_t>::max());
    csv_shape const shape = for_each_field(file, most_lines, [](std::size_t, std::size_t, std::string_view) {});
    std::size_t const wanted = wanted_patterns(file, shape.K, limit);
    pattern_entries entries(file, accepted, wanted, shape.N);
    auto const changed = [&] { file.refuse("changed while it was read", "a file that does not change"); };
    csv_shape const again = for_each_field(file, wanted, [&](std::size_t mu, std::size_t i, std::string_view text) {
        if (i >= shape.N) changed();
        std::optional<double> const value = nearest_double(text);
        if (!value) {
            file.refuse(fmt::format("{}: '{}' is not a number", place(mu + 1, i + 1), shown(text)), accepted_lines);
        }
        entries.set(mu, i, *value, "line", text);
    });
    if (again.K != wanted || again.N != shape.N) changed();
    return std::move(entries).take();
}

}  // namespace ulpfield
