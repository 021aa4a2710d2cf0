#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/display_text.hpp"

namespace ulpfield::study {
namespace {

constexpr std::size_t least_width = 40;
constexpr std::size_t wide_enough = 72;  // for two columns

class text_lines {
public:
    explicit text_lines(std::size_t width)
        : width_(std::max(width, least_width)), indent_(width_ >= wide_enough ? 24 : 6) {}

    void heading(std::string const& words) { text_ += '\n' + words + ":\n"; }

    void paragraph(std::string const& words, std::size_t indent = 0) {
        for (std::string const& line : wrapped(words, width_ - indent)) text_ += std::string(indent, ' ') + line + '\n';
    }

    // `term` in the left column, `words` in the right one.
    void entry(std::string const& term, std::string const& words) {
        std::string line = "  " + term;
        std::size_t const used = display_width(line);
        if (used + 2 > indent_) {
            text_ += line + '\n';
            line = std::string(indent_, ' ');
        } else {
            line += std::string(indent_ - used, ' ');
        }
        for (std::string const& part : wrapped(words, width_ - indent_)) {
            text_ += line + part + '\n';
            line = std::string(indent_, ' ');
        }
        if (words.empty()) text_ += '\n';
    }

    [[nodiscard]] std::string const& text() const { return text_; }

private:
    std::string text_;
    std::size_t width_;
    std::size_t indent_;
};

}  // namespace

std::string overview(std::vector<command> const& commands, std::size_t width) {
    text_lines lines(width);
    lines.paragraph("ulpfield: what number formats do to Dense Associative Memories");
    lines.heading("usage");
    lines.paragraph("ulpfield COMMAND [options]", 2);
    lines.paragraph("ulpfield help COMMAND", 2);
    lines.paragraph("ulpfield --version", 2);
    lines.heading("commands");
    for (command const& one : commands) lines.entry(one.name, one.purpose);
    lines.heading("exit status");
    for (exit_meaning const& one : exit_meanings()) lines.entry(std::to_string(one.status), one.meaning);
    return lines.text();
}

std::string help_of(command const& asked, std::size_t width) {
    text_lines lines(width);
    lines.paragraph(fmt::format("ulpfield {}: {}", asked.name, asked.purpose));
    lines.heading("usage");
    lines.paragraph(
        fmt::format("ulpfield {}{} [options]", asked.name, asked.directories.empty() ? "" : ' ' + asked.directories),
        2);
    if (!asked.examples.empty()) lines.heading("examples");
    for (example const& one : asked.examples) {
        lines.paragraph(one.command, 2);
        lines.paragraph(one.purpose, 6);
    }
    for (option_group const& group : grouped(asked.options)) {
        lines.heading(group.heading);
        for (option const& one : group.options) lines.entry(term_of(one), sentence_of(one));
    }
    lines.heading("help");
    lines.entry("-h, --help", "print this");
    if (asked.columns) {
        lines.heading("columns of the table");
        for (column const& one : asked.columns())
            if (one.shown()) lines.entry(one.name, one.meaning);
    }
    lines.heading("symbols and lists");
    lines.paragraph(
        "N neurons, K memories in total, n order of F, as in the papers. LIST: values separated by commas; integers "
        "also as ranges FROM:TO or FROM:TO:STEP, both ends included. An option may be given once.",
        2);
    return lines.text();
}

}  // namespace ulpfield::study
