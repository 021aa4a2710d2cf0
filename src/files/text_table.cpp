#include "files/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <memory>
#include <utility>

#include "files/available_memory.hpp"
#include "files/text_lines.hpp"

namespace ulpfield {
namespace {

bool is_number(std::string_view field) { return nearest_double(field).has_value(); }

/// Fields that count lines or columns: 0, 1, 2, ... or 1, 2, 3, ...
class counting {
public:
    void add(std::string_view field) {
        from_zero_ = from_zero_ && field == std::to_string(seen_);
        from_one_ = from_one_ && field == std::to_string(seen_ + 1);
        ++seen_;
    }
    [[nodiscard]] bool counts(std::size_t least) const { return seen_ >= least && (from_zero_ || from_one_); }
    [[nodiscard]] bool from_zero(std::size_t least) const { return seen_ >= least && from_zero_; }

private:
    std::size_t seen_ = 0;
    bool from_zero_ = true;
    bool from_one_ = true;
};

/// The first line with fields, which may be a header.
struct first_line {
    std::size_t line = 0;
    std::size_t fields = 0;
    std::size_t numbers = 0;
    bool first_empty = false;
    bool first_number = false;
    std::string name;  // the first one
    counting all;
    counting after_first;

    void add(std::string_view field) {
        bool const number = is_number(field);
        if (fields == 0) {
            first_empty = field.empty();
            first_number = number;
        } else {
            after_first.add(field);
        }
        if (name.empty() && !number) name = shown(field, 20);
        all.add(field);
        numbers += number ? 1 : 0;
        ++fields;
    }
    [[nodiscard]] bool is_header() const {
        if (numbers == 0) return !(fields == 1 && first_empty);
        return all.from_zero(3) || (!first_number && (after_first.from_zero(1) || after_first.counts(2)));
    }
};

struct table_shape {
    char separator = ' ';
    first_line first;
    bool header = false;
    bool index = false;      // the first column is no neuron
    std::size_t lines = 0;   // of numbers
    std::size_t fields = 0;  // of each
    std::size_t first_data_line = 0;
};

void check_header(input_file const& file, table_shape const& shape) {
    if (!shape.header || shape.first.fields == shape.fields || shape.first.fields + 1 == shape.fields) return;
    file.refuse(fmt::format("line {} holds {} names, line {} holds {} numbers", shape.first.line, shape.first.fields,
                            shape.first_data_line, shape.fields),
                "a name for each column, the index column perhaps excepted");
}

/// What the first column is, once all lines are seen.
bool has_index(table_shape const& shape, counting const& column, bool names) {
    if (shape.fields < 2) return false;
    if (shape.header && (shape.first.first_empty || shape.first.fields < shape.fields)) return true;
    if (names) return shape.header || shape.lines > 1;
    return column.counts(3);
}

/// The first pass: shape, header and index column of the first `most` lines of numbers.
table_shape shape_of(input_file& file, std::size_t most) {
    table_shape shape;
    shape.separator = separator_of(file);
    text_lines lines(file, shape.separator);
    counting column;
    bool names = true;  // nothing but names in the first column
    while (shape.lines < most && lines.next_line()) {
        bool const may_be_header = shape.first.line == 0;
        if (may_be_header) shape.first.line = lines.line();
        std::size_t fields = 0;
        std::string first;
        while (lines.next_field()) {
            if (may_be_header) shape.first.add(lines.field());
            if (fields++ == 0) first = lines.field();
        }
        if (may_be_header && shape.first.is_header()) {
            shape.header = true;
            continue;
        }
        if (shape.lines == most_patterns)
            file.refuse(fmt::format("line {} is one too many", lines.line()), accepted_counts);
        if (shape.lines++ == 0) {
            shape.fields = fields;
            shape.first_data_line = lines.line();
        }
        if (fields != shape.fields)
            file.refuse(fmt::format("line {} holds {} numbers, line {} holds {}", lines.line(), fields,
                                    shape.first_data_line, shape.fields),
                        "lines of equal length");
        column.add(first);
        names = names && !first.empty() && !is_number(first);
    }
    if (shape.lines == 0) file.refuse("holds no line of numbers", accepted_lines);
    check_header(file, shape);
    shape.index = has_index(shape, column, names);
    return shape;
}

/// Number of the line a row of numbers stands in: comments lie between some.
class line_numbers {
public:
    void add(std::size_t row, std::size_t line) {
        if (jumps_.empty() || line - jumps_.back().line != row - jumps_.back().row) jumps_.push_back({row, line});
    }
    [[nodiscard]] std::size_t of(std::size_t row) const {
        auto const after = std::upper_bound(jumps_.begin(), jumps_.end(), row,
                                            [](std::size_t wanted, jump const& one) { return wanted < one.row; });
        jump const& last = *(after - 1);
        return last.line + (row - last.row);
    }

private:
    struct jump {
        std::size_t row, line;
    };
    std::vector<jump> jumps_;
};

void tell(loaded_array& array, table_shape const& shape) {
    if (shape.header)
        array.notes.push_back(shape.first.name.empty()
                                  ? "the header line is left out"
                                  : fmt::format("the header line ('{}', ...) is left out", shape.first.name));
    if (shape.index) array.notes.emplace_back("the index column is left out");
}

}  // namespace

bool begins_as_text(std::string_view start) {
    std::size_t follow = 0;
    for (char const character : start) {
        auto const byte = static_cast<unsigned char>(character);
        if (follow > 0) {
            if ((byte & 0xC0U) != 0x80U) return false;
            --follow;
        } else if (byte >= 0x80U) {
            follow = (byte & 0xE0U) == 0xC0U ? 1 : (byte & 0xF0U) == 0xE0U ? 2 : (byte & 0xF8U) == 0xF0U ? 3 : 9;
            if (follow == 9) return false;
        } else if ((byte < 0x20U && (byte < '\t' || byte > '\r')) || byte == 0x7FU) {
            return false;
        }
    }
    return !start.empty();
}

loaded_array read_text_table(input_file& file, pattern_reading const& how) {
    bool const rows_are_patterns = !how.transpose && !how.one_pattern.value_or(false);
    std::size_t const most = how.limit && rows_are_patterns ? *how.limit : std::numeric_limits<std::size_t>::max();
    table_shape const shape = shape_of(file, most);
    std::size_t const skipped = shape.index ? 1 : 0;
    std::size_t const N = shape.fields - skipped;
    loaded_array array;
    array.shape = {shape.lines, N};
    array.big_endian = std::endian::native == std::endian::big;
    check_shape(file, array, how);
    std::uint64_t const size = entries_of(file, array.shape) * sizeof(double);
    check_memory(file.path(), size);
    array.bytes.resize(size);
    auto const numbers = std::make_shared<line_numbers>();
    auto const changed = [&] { file.refuse("changed while it was read", "a file that does not change"); };
    text_lines lines(file, shape.separator);
    std::size_t row = 0;
    for (bool header = shape.header; row < shape.lines && lines.next_line();) {
        if (std::exchange(header, false)) continue;
        numbers->add(row, lines.line());
        std::size_t fields = 0;
        for (; lines.next_field(); ++fields) {
            if (fields >= shape.fields) changed();
            if (fields < skipped) continue;
            if (lines.field().empty()) lines.refuse("a number is missing");
            std::optional<double> const value = nearest_double(lines.field());
            if (!value) lines.refuse(fmt::format("'{}' is not a number", shown(lines.field())));
            std::memcpy(array.bytes.data() + (row * N + fields - skipped) * sizeof(double), &*value, sizeof(double));
        }
        if (fields != shape.fields) changed();
        ++row;
    }
    if (row != shape.lines) changed();
    array.place = [numbers, skipped](std::size_t r, std::size_t column) {
        return fmt::format("line {}, column {} (counted from 1)", numbers->of(r - 1), column + skipped);
    };
    tell(array, shape);
    return array;
}

}  // namespace ulpfield
