// Help, manual page and completions say what the tables of options say.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/help.hpp"
#include "cli/manual.hpp"
#include "studies/registry.hpp"
#include "study/display_text.hpp"
#include "support/run_study.hpp"
#include "ulpfield/number/error.hpp"

using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

std::vector<command> const& commands() {
    static std::vector<command> const all = all_commands(registered_studies());
    return all;
}

bool holds(std::string const& text, std::string const& words) { return text.find(words) != std::string::npos; }

std::string without_hyphens_escaped(std::string text) {
    for (std::string const& mark : {std::string("\\-"), std::string("\\:")})
        for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at))
            text.replace(at, 2, mark == "\\-" ? "-" : "");
    return text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_command_has_two_examples_of_options_it_takes) {
    for (command const& of : commands()) {
        BOOST_TEST(of.examples.size() >= 2, of.name);
        for (example const& one : of.examples) {
            BOOST_TEST(one.command.starts_with("ulpfield " + of.name), one.command);
            BOOST_TEST(!one.purpose.empty(), one.command);
            std::istringstream words(one.command);
            for (std::string word; words >> word;) {
                if (!word.starts_with("--")) continue;
                auto const same = [&word](option const& known) { return known.name == word; };
                BOOST_TEST(std::any_of(of.options.begin(), of.options.end(), same), one.command);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(groups_hold_every_option_once) {
    for (command const& of : commands()) {
        std::vector<std::string> shown;
        for (option_group const& group : grouped(of.options))
            for (option const& one : group.options) shown.push_back(one.name);
        std::vector<std::string> declared;
        for (option const& one : of.options) declared.push_back(one.name);
        std::sort(shown.begin(), shown.end());
        std::sort(declared.begin(), declared.end());
        BOOST_TEST(shown == declared, boost::test_tools::per_element());
    }
}

// A word longer than a line stands alone; nothing else is longer than the terminal is wide.
BOOST_AUTO_TEST_CASE(help_fits_the_terminal) {
    for (std::size_t const width : {50, 80, 132})
        for (command const& of : commands()) {
            std::istringstream lines(help_of(of, width));
            for (std::string line; std::getline(lines, line);) {
                std::string const text = line.substr(std::min(line.find_first_not_of(' '), line.size()));
                BOOST_TEST((display_width(line) <= width || text.find(' ') == std::string::npos), line);
            }
        }
}

BOOST_AUTO_TEST_CASE(help_and_manual_name_options_columns_and_examples) {
    std::string const page = without_hyphens_escaped(manual_page(commands(), "ulpfield 1.2.3"));
    BOOST_TEST(page.starts_with(".TH ULPFIELD 1 \"\" \"ulpfield 1.2.3\""));
    for (command const& of : commands()) {
        std::string const help = help_of(of);
        for (option const& one : of.options) {
            BOOST_TEST(holds(help, "  " + term_of(one)), of.name << one.name);
            BOOST_TEST(holds(page, "\\fB" + one.name + "\\fR"), of.name << one.name);
        }
        if (!of.columns) continue;
        std::vector<column> const columns = of.columns();
        BOOST_TEST(!columns.empty(), of.name);
        for (column const& one : columns)
            BOOST_TEST((!one.shown() || holds(help, "\n  " + one.name)), of.name << ' ' << one.name);
    }
    // No line of text is taken for a request.
    std::istringstream lines(page);
    for (std::string line; std::getline(lines, line);)
        BOOST_TEST((!line.starts_with('.') || std::isupper(line.at(1)) != 0 || line == ".br" || line == ".nh" ||
                    line == ".ad l"),
                   line);
}

BOOST_AUTO_TEST_CASE(completions_name_every_option) {
    for (char const* const shell : {"bash", "zsh", "fish"}) {
        std::string const script = completion_script(shell, commands());
        for (command const& of : commands())
            for (option const& one : of.options)
                BOOST_TEST(holds(script, std::string(shell) == "fish" ? "-l " + one.name.substr(2) + ' ' : one.name),
                           shell << of.name << one.name);
    }
    BOOST_CHECK_THROW(completion_script("csh", commands()), ulpfield::usage_error);
}

BOOST_AUTO_TEST_CASE(bash_completes_commands_options_values_and_lists) {
    temporary_file const script("ulpfield.bash", completion_script("bash", commands()));
    auto const completed = [&script](std::string const& words, std::string const& expected) {
        std::string const line = ". " + script.path() + "; COMP_WORDS=(" + words +
                                 "); COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); _ulpfield; "
                                 "[ \"${COMPREPLY[*]}\" = \"" +
                                 expected + "\" ]";
        BOOST_TEST(std::system(("bash -c '" + line + "'").c_str()) == 0, words << " -> " << expected);
    };
    completed("ulpfield cap", "capacity");
    completed("ulpfield help verif", "verify");
    completed("ulpfield compare --form", "--formats");
    completed("ulpfield compare --print j", "json");
    completed("ulpfield compare --formats fp16,bf", "fp16,bf16");
    completed("ulpfield compare --N 1", "");
}
