#include "cli/manual.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace ulpfield::study {
namespace {

// Plain words as groff reads them: every character stands for itself, no line is taken for a request.
std::string plain(std::string const& words) {
    std::string text;
    for (char const character : words) {
        switch (character) {
            case '\\':
                text += "\\e";
                break;
            case '-':
                text += "\\-";
                break;
            case ',':
                text += ",\\:";  // a long list of values may be broken there
                break;
            case '^':
                text += "\\(ha";
                break;
            case '~':
                text += "\\(ti";
                break;
            case '\'':
                text += "\\(aq";
                break;
            case '`':
                text += "\\(ga";
                break;
            case '"':
                text += "\\(dq";
                break;
            default:
                text += character;
        }
    }
    return text.starts_with('.') ? "\\&" + text : text;
}

std::string upper(std::string words) {
    std::transform(words.begin(), words.end(), words.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return words;
}

// A term in bold, its value in italics, with an explanation.
std::string entry(std::string const& term, std::string const& value, std::string const& words) {
    std::string const shown = value.empty() ? "" : fmt::format(" \\fI{}\\fR", plain(value));
    return fmt::format(".TP\n\\fB{}\\fR{}\n{}\n", plain(term), shown, plain(words));
}

std::string section(command const& of) {
    std::string text = fmt::format(".SH {}\n{}\n", upper(plain("ulpfield " + of.name)), plain(of.purpose));
    text += fmt::format(".PP\n\\fBulpfield {}\\fR{} [\\fIoptions\\fR]\n", plain(of.name),
                        of.directories.empty() ? "" : fmt::format(" \\fI{}\\fR", plain(of.directories)));
    for (option_group const& group : grouped(of.options)) {
        text += fmt::format(".SS {}\n", plain(of.name + ": " + group.heading));
        for (option const& one : group.options) text += entry(one.name, one.value_name, sentence_of(one));
    }
    if (of.columns) {
        text += fmt::format(".SS {}\n", plain(of.name + ": columns of the table"));
        for (column const& one : of.columns())
            if (one.shown()) text += entry(one.name, "", one.meaning);
    }
    if (!of.examples.empty()) text += fmt::format(".SS {}\n", plain(of.name + ": examples"));
    for (example const& one : of.examples) text += entry(one.command, "", one.purpose);
    return text;
}

}  // namespace

std::string manual_page(std::vector<command> const& commands, std::string const& program) {
    std::string text = fmt::format(
        ".TH ULPFIELD 1 \"\" \"{}\" \"User Commands\"\n.SH NAME\nulpfield \\- what number formats do to Dense "
        "Associative Memories\n.ad l\n.nh\n.SH SYNOPSIS\n\\fBulpfield\\fR \\fICOMMAND\\fR "
        "[\\fIoptions\\fR]\n.br\n\\fBulpfield "
        "help\\fR \\fICOMMAND\\fR\n.br\n\\fBulpfield \\-\\-version\\fR\n.SH DESCRIPTION\n",
        plain(program));
    text += plain(
                "ulpfield runs the update rule of a Dense Associative Memory in every number format beside exact "
                "arithmetic and counts the decisions that differ. N is the number of neurons, K that of all memories, "
                "n the order of F, as in the papers. LIST is values separated by commas; integers also as ranges "
                "FROM:TO or FROM:TO:STEP, both ends included. An option may be given once. Results go to standard "
                "output, everything else to standard error.") +
            "\n.SH COMMANDS\n";
    for (command const& one : commands) text += entry(one.name, "", one.purpose);
    for (command const& one : commands) text += section(one);
    text += ".SH EXIT STATUS\n";
    for (exit_meaning const& one : exit_meanings()) text += entry(std::to_string(one.status), "", one.meaning);
    text += ".SH FILES\nIn the directory of \\fB\\-\\-output\\fR:\n";
    text += entry("results.db", "", "all results, an SQLite database; the same command resumes from it");
    text += entry("COMMAND.csv, provenance.json", "", "the table; what it was made with");
    text += entry("report.html, *.svg, *.png", "", "one page with verdict, figures, table and provenance; the figures");
    text +=
        ".SH SEE ALSO\n" +
        plain("Krotov and Hopfield 2016, arXiv:1606.01164. McAlister, Robins and Szymanski 2024, arXiv:2407.08742.") +
        '\n';
    return text;
}

}  // namespace ulpfield::study
