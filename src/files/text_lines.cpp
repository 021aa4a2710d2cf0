#include "files/text_lines.hpp"

#include <fmt/format.h>

namespace ulpfield {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";  // some spreadsheets begin their .csv with it

bool is_blank(int character) { return character == ' ' || character == '\t'; }

}  // namespace

text_lines::text_lines(input_file& file, char separator)
    : file_(file), separator_(separator), buffer_(std::size_t{1} << 16U) {
    file.rewind();
    there_ = file.read(buffer_);
    if (std::string_view(reinterpret_cast<char const*>(buffer_.data()), there_).starts_with(byte_order_mark))
        at_ = byte_order_mark.size();
}

int text_lines::peek() {
    if (at_ == there_) {
        there_ = file_.read(buffer_);
        at_ = 0;
    }
    return at_ == there_ ? end : buffer_[at_];
}

void text_lines::advance() { ++at_; }

void text_lines::skip_blanks() {
    while (is_blank(peek())) advance();
}

void text_lines::skip_rest_of_line() {
    for (int character = peek(); character != end && character != '\n'; character = peek()) advance();
}

bool text_lines::at_line_end() {
    if (peek() == '#') skip_rest_of_line();
    if (peek() == '\r') {
        advance();
        if (peek() != '\n' && peek() != end) refuse("a carriage return inside a line");
    }
    return peek() == '\n' || peek() == end;
}

bool text_lines::next_line() {
    std::size_t empty = 0;
    for (;;) {
        if (line_ > 0) {
            skip_rest_of_line();
            if (peek() == end) return false;
            advance();
        }
        ++line_;
        column_ = 0;
        after_field_ = false;
        if (peek() == end) return false;
        skip_blanks();
        bool const comment = peek() == '#';
        if (at_line_end()) {
            if (!comment && empty == 0) empty = line_;
            continue;
        }
        if (empty > 0 && begun_) {
            line_ = empty;
            column_ = 1;
            refuse("the line is empty");
        }
        begun_ = true;
        return true;
    }
}

bool text_lines::next_field() {
    skip_blanks();
    bool const last = at_line_end();
    if (separator_ == ' ') {
        if (last) return false;
        ++column_;
        read_field();
        return true;
    }
    if (after_field_) {
        if (last) return false;
        advance();  // over the separator: nothing else ends a field inside a line
        skip_blanks();
    }
    ++column_;
    after_field_ = true;
    read_field();
    return true;
}

void text_lines::read_field() {
    field_.clear();
    bool quoted = false;
    for (int character = peek(); character != end && character != '\n'; character = peek()) {
        if (character == '"') quoted = !quoted;
        if (!quoted) {
            if (character == '#' || (separator_ == ' ' ? is_blank(character) : character == separator_)) break;
        }
        field_ += static_cast<char>(character);
        if (field_.size() > longest_number) refuse(fmt::format("longer than {} characters", longest_number));
        advance();
    }
    if (field_.ends_with('\r')) field_.pop_back();
    field_text_ = without_blanks(field_);
    if (field_text_.size() >= 2 && field_text_.front() == '"' && field_text_.back() == '"')
        field_text_ = without_blanks(field_text_.substr(1, field_text_.size() - 2));
    if (column_ > most_neurons + 1)
        file_.refuse(fmt::format("line {}, column {} is one too many", line_, column_), accepted_counts);
}

void text_lines::refuse(std::string_view what) const {
    file_.refuse(fmt::format("line {}, column {}: {}", line_, column_, what), accepted_lines);
}

char text_lines::separator_of_line() {
    bool quoted = false;
    bool comma = false;
    bool semicolon = false;
    for (int character = peek(); character != end && character != '\n'; character = peek()) {
        if (character == '"') quoted = !quoted;
        if (!quoted && character == '#') break;
        comma = comma || (!quoted && character == ',');
        semicolon = semicolon || (!quoted && character == ';');
        advance();
    }
    if (comma && semicolon) {
        column_ = 1;
        refuse("both commas and semicolons; a decimal comma is not taken");
    }
    return comma ? ',' : semicolon ? ';' : ' ';
}

char separator_of(input_file& file) {
    text_lines lines(file, ' ');
    return lines.next_line() ? lines.separator_of_line() : ' ';
}

}  // namespace ulpfield
