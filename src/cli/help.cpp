#include "cli/help.hpp"

#include <fmt/format.h>

namespace ulpfield::study {
namespace {

constexpr std::size_t text_width = 100;
constexpr std::size_t indent = 24;

// `term` in the left column, `text` broken between words in the right one.
std::string entry(std::string const& term, std::string const& text) {
    std::string block = "  " + term;
    std::size_t column = block.size();
    if (column + 2 > indent) {
        block += '\n';
        column = 0;
    }
    block += std::string(indent - column, ' ');
    column = indent;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t const end = std::min(text.find(' ', begin), text.size());
        std::string const word = text.substr(begin, end - begin);
        if (column > indent && column + 1 + word.size() > text_width) {
            block += '\n' + std::string(indent, ' ');
            column = indent;
        }
        if (column > indent) {
            block += ' ';
            ++column;
        }
        block += word;
        column += word.size();
        begin = end + 1;
    }
    return block + '\n';
}

std::string entry(option const& each) {
    std::string const term = each.value_name.empty() ? each.name : each.name + ' ' + each.value_name;
    return entry(
        term, each.default_value.empty() ? each.help : fmt::format("{} (default: {})", each.help, each.default_value));
}

}  // namespace

std::string overview(std::vector<command> const& commands) {
    std::string text =
        "ulpfield: what number formats do to Dense Associative Memories\n\n"
        "usage: ulpfield COMMAND [options]    ulpfield help COMMAND    ulpfield --version\n\ncommands:\n";
    for (command const& each : commands) text += entry(each.name, each.purpose);
    text +=
        "\nexit status: 0 done; 1 a claim that must hold was violated; 2 bad usage or input; 3 interrupted, "
        "resumable;\n"
        "             4 finished, some cells failed; 5 the machine refused (disk full, no memory), nothing lost\n";
    return text;
}

std::string help_of(command const& asked) {
    std::string text = fmt::format("ulpfield {}: {}\n\nusage: ulpfield {}{} [options]\n", asked.name, asked.purpose,
                                   asked.name, asked.directories.empty() ? "" : ' ' + asked.directories);
    bool const two_groups = asked.own > 0 && asked.own < asked.options.size();
    for (std::size_t index = 0; index < asked.options.size(); ++index) {
        if (index == 0) text += two_groups ? "\noptions of this study:\n" : "\noptions:\n";
        if (two_groups && index == asked.own) text += "\noptions of every study:\n";
        text += entry(asked.options[index]);
    }
    text += entry("-h, --help", "print this");
    text +=
        "\nAn option may be given once. LIST: values separated by commas; integers also as ranges FROM:TO or\n"
        "FROM:TO:STEP, both ends included. Symbols are the papers': N neurons, K memories in total, n order of F.\n";
    return text;
}

}  // namespace ulpfield::study
