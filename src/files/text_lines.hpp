#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "files/decimal_text.hpp"
#include "files/input_file.hpp"
#include "files/limits.hpp"

namespace ulpfield {

inline constexpr std::string_view accepted_lines =
    "one pattern a line, numbers separated by commas, semicolons or blanks, # before a comment, names in the first "
    "line "
    "only";

/// The fields of a file of text, line by line, each without blanks and quotation marks around it. Comments (from # on)
/// and lines of nothing else are passed over; empty lines only before the first line and after the last one.
class text_lines {
public:
    /// `separator`: ',', ';' or ' ' (any run of blanks and tabs). Stands before the first line.
    text_lines(input_file& file, char separator);

    /// The next line with a field; false at the end.
    [[nodiscard]] bool next_line();
    /// The next field of this line; false after its last one.
    [[nodiscard]] bool next_field();

    /// That of the present line, which it passes over.
    [[nodiscard]] char separator_of_line();

    [[nodiscard]] std::string_view field() const { return field_text_; }
    /// Both from 1.
    [[nodiscard]] std::size_t line() const { return line_; }
    [[nodiscard]] std::size_t column() const { return column_; }

    [[noreturn]] void refuse(std::string_view what) const;

private:
    static constexpr int end = -1;

    [[nodiscard]] int peek();
    void advance();
    void skip_blanks();
    void skip_rest_of_line();
    /// At a line's end, of a comment, too.
    [[nodiscard]] bool at_line_end();
    void read_field();

    input_file& file_;
    char separator_;
    std::vector<std::uint8_t> buffer_;
    std::size_t at_ = 0;
    std::size_t there_ = 0;
    std::size_t line_ = 0;
    std::size_t column_ = 0;
    bool begun_ = false;        // a line with fields came before
    bool after_field_ = false;  // a field came before in this line
    std::string field_;
    std::string_view field_text_;
};

/// The separator of a file: that of its first line. usage_error if that holds both commas and semicolons.
[[nodiscard]] char separator_of(input_file& file);

}  // namespace ulpfield
