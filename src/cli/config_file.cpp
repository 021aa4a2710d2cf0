#include "cli/config_file.hpp"

#include <fmt/format.h>

#include <cstdint>

#include "files/regular_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

// A hand-written scanner: position and line move together.
class scanner {
public:
    scanner(std::string_view text, std::string const& name) : text_(text), name_(name) {}

    std::vector<config_entry> entries() {
        std::vector<config_entry> all;
        for (skip_blank_lines(); !at_end(); skip_blank_lines()) {
            if (peek() == '[') {
                ++position_;
                section_ = until("]\n");
                if (section_.empty() || at_end() || peek() != ']') fail("a section is written [name]");
                ++position_;
            } else {
                config_entry entry{section_, until("=\n#;"), "", line_};
                if (entry.key.empty() || at_end() || peek() != '=') fail("accepted: key = value");
                ++position_;
                skip_blanks();
                entry.value = !at_end() && peek() == '[' ? array() : scalar("\n#;");
                all.push_back(std::move(entry));
            }
            end_line();
        }
        return all;
    }

private:
    [[noreturn]] void fail(std::string_view what) const {
        throw usage_error(fmt::format("--config: {}, line {}: {}", name_, line_, what));
    }
    [[nodiscard]] bool at_end() const { return position_ == text_.size(); }
    [[nodiscard]] char peek() const { return text_[position_]; }

    void skip_blanks() {
        while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\r')) ++position_;
    }

    void skip_blank_lines() {
        for (skip_blanks(); !at_end() && (peek() == '\n' || peek() == '#' || peek() == ';'); skip_blanks()) next_line();
    }

    void next_line() {
        while (!at_end() && peek() != '\n') ++position_;
        if (at_end()) return;
        ++position_;
        ++line_;
    }

    void end_line() {
        skip_blanks();
        if (!at_end() && peek() != '\n' && peek() != '#' && peek() != ';') fail("something follows the value");
        next_line();
    }

    // Bare text up to one of `ends`, blanks around it removed.
    std::string until(std::string_view ends) {
        skip_blanks();
        std::size_t const begin = position_;
        while (!at_end() && ends.find(peek()) == std::string_view::npos) ++position_;
        std::string_view const bare = text_.substr(begin, position_ - begin);
        std::size_t const last = bare.find_last_not_of(" \t\r");
        return last == std::string_view::npos ? "" : std::string(bare.substr(0, last + 1));
    }

    std::string scalar(std::string_view ends) {
        if (at_end() || (peek() != '"' && peek() != '\'')) {
            std::string bare = until(ends);
            if (bare.empty()) fail("the value is missing");
            return bare;
        }
        char const quote = text_[position_++];
        std::string value;
        for (; !at_end() && peek() != quote && peek() != '\n'; ++position_) {
            if (quote == '"' && peek() == '\\') {
                ++position_;
                if (at_end() || (peek() != '"' && peek() != '\\')) fail("accepted after \\ are \" and \\");
            }
            value += peek();
        }
        if (at_end() || peek() != quote) fail("the quote is not closed");
        ++position_;
        return value;
    }

    std::string array() {
        std::string joined;
        ++position_;
        for (bool first = true;; first = false) {
            skip_blank_lines();
            if (at_end()) fail("the array is not closed");
            if (peek() == ']') break;
            if (!first) joined += ',';
            joined += scalar(",]\n#;");
            skip_blank_lines();
            if (!at_end() && peek() == ',')
                ++position_;
            else if (at_end() || peek() != ']')
                fail("accepted after an item of an array are , and ]");
        }
        ++position_;
        return joined;
    }

    std::string_view text_;
    std::string const& name_;
    std::string section_;
    std::size_t position_ = 0;
    std::size_t line_ = 1;
};

}  // namespace

std::vector<config_entry> parse_config(std::string_view text, std::string const& name) {
    return scanner(text, name).entries();
}

std::vector<config_entry> read_config(std::string const& file) {
    constexpr std::uint64_t most_bytes = std::uint64_t{16} << 20U;  // twice the longest list
    return parse_config(read_text_file("--config", file, "a TOML or INI file of at most 16 MiB", most_bytes), file);
}

}  // namespace ulpfield::study
