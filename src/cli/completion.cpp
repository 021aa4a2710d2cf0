#include "cli/completion.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

bool takes_file(option const& one) { return one.value_name.find("FILE") != std::string::npos; }
bool takes_directory(option const& one) { return one.value_name == "DIR"; }
bool takes_list(option const& one) { return one.value_name.find("LIST") != std::string::npos; }

std::string joined(std::vector<std::string> const& words, char between = ' ') {
    std::string all;
    for (std::string const& word : words) all += (all.empty() ? "" : std::string(1, between)) + word;
    return all;
}

// The first clause of a help text: enough beside a word in a menu.
std::string first_clause(std::string const& help) {
    constexpr std::size_t longest = 60;
    std::string clause = help.substr(0, help.find_first_of(";:("));
    if (clause.size() > longest) clause = clause.substr(0, clause.rfind(' ', longest));
    while (!clause.empty() && clause.back() == ' ') clause.pop_back();
    return clause;
}

// Within single quotes of a POSIX shell or of fish.
std::string quoted(std::string const& words, std::string const& quote) {
    std::string text = "'";
    for (char const character : words) text += character == '\'' ? quote : std::string(1, character);
    return text + "'";
}

std::string options_of(command const& of) {
    std::vector<std::string> names;
    for (option const& one : of.options) names.push_back(one.name);
    names.emplace_back("--help");
    return joined(names);
}

std::string bash_script(std::vector<command> const& commands) {
    std::vector<std::string> names;
    for (command const& one : commands) names.push_back(one.name);
    std::string text = fmt::format(R"(# Completion of ulpfield for bash.
_ulpfield() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command=${{COMP_WORDS[1]}}
    local options='' values='' list=''
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W '{} help --help --version' -- "$word")
        return
    fi
    if [ "$command" = help ]; then
        mapfile -t COMPREPLY < <(compgen -W '{}' -- "$word")
        return
    fi
    case $command in
)",
                                   joined(names), joined(names));
    for (command const& of : commands) text += fmt::format("    {}) options='{}' ;;\n", of.name, options_of(of));
    text += "    *) return ;;\n    esac\n    case $command:$before in\n";
    for (command const& of : commands)
        for (option const& one : of.options) {
            if (one.value_name.empty()) continue;
            std::string what = takes_directory(one) ? "mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); return"
                               : one.values.empty() && takes_file(one)
                                   ? "mapfile -t COMPREPLY < <(compgen -f -- \"$word\"); return"
                                   : fmt::format("values='{}'{}", joined(one.values), takes_list(one) ? " list=1" : "");
            if (one.values.empty() && !takes_file(one) && !takes_directory(one)) what = "return";
            text += fmt::format("    {}:{}) {} ;;\n", of.name, one.name, what);
        }
    text += R"(    esac
    if [ -z "$values" ]; then
        case $command in
)";
    for (command const& of : commands)
        if (!of.directories.empty())
            text += fmt::format(
                "        {}) if [[ $word != -* ]]; then mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); return; fi "
                ";;\n",
                of.name);
    text += R"(        esac
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    elif [ -n "$list" ] && [[ $word == *,* ]]; then
        mapfile -t COMPREPLY < <(compgen -P "${word%,*}," -W "$values" -- "${word##*,}")
    else
        mapfile -t COMPREPLY < <(compgen -W "$values" -- "$word")
    fi
    # A value with a colon in it: the shell takes what follows for a word of its own.
    declare -F __ltrim_colon_completions >/dev/null && __ltrim_colon_completions "$word"
}
complete -F _ulpfield ulpfield
)";
    return text;
}

// A description in a specification of _arguments: brackets and colons have a meaning there.
std::string zsh_text(std::string const& words) {
    std::string text;
    for (char const character : words) {
        if (character == '[' || character == ']' || character == ':' || character == '\\') text += '\\';
        text += character;
    }
    return text;
}

std::string zsh_script(std::vector<command> const& commands) {
    auto const word = [](std::string const& words) { return quoted(words, "'\\''"); };
    std::string text =
        "#compdef ulpfield\n# Completion of ulpfield for zsh.\n_ulpfield() {\n    local -a commands\n"
        "    commands=(\n";
    for (command const& of : commands) text += fmt::format("        {}\n", word(of.name + ':' + zsh_text(of.purpose)));
    text += R"(        'help:the options of a command'
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local chosen=${words[2]}
    words=("${(@)words[2,-1]}")
    (( CURRENT-- ))
    case $chosen in
    help) _describe command commands ;;
)";
    for (command const& of : commands) {
        text += fmt::format("    {}) _arguments", of.name);
        for (option const& one : of.options) {
            std::string spec = fmt::format("{}[{}]", one.name, zsh_text(first_clause(one.help)));
            if (!one.value_name.empty()) {
                std::string action = " ";
                if (takes_directory(one))
                    action = "_files -/";
                else if (!one.values.empty())
                    action = takes_list(one) ? fmt::format("_values -s , value {}", zsh_text(joined(one.values)))
                                             : fmt::format("({})", zsh_text(joined(one.values)));
                else if (takes_file(one))
                    action = "_files";
                spec += fmt::format(":{}:{}", zsh_text(one.value_name), action);
            }
            text += " \\\n        " + word(spec);
        }
        if (!of.directories.empty()) text += " \\\n        '*:directory:_files -/'";
        text += " ;;\n";
    }
    return text + "    esac\n}\n_ulpfield \"$@\"\n";
}

std::string fish_script(std::vector<command> const& commands) {
    auto const word = [](std::string const& words) { return quoted(words, "\\'"); };
    std::string text = "# Completion of ulpfield for fish.\ncomplete -c ulpfield -f\n";
    auto const first = "complete -c ulpfield -n __fish_use_subcommand";
    for (command const& of : commands) text += fmt::format("{} -a {} -d {}\n", first, of.name, word(of.purpose));
    text += fmt::format("{} -a help -d 'the options of a command'\n", first);
    text += fmt::format("{} -l version -d 'version, commit, compiler, libraries'\n", first);
    for (command const& of : commands) {
        std::string const here = fmt::format("complete -c ulpfield -n '__fish_seen_subcommand_from {}'", of.name);
        for (option const& one : of.options) {
            std::string line = fmt::format("{} -l {} -d {}", here, one.name.substr(2), word(first_clause(one.help)));
            if (takes_directory(one))
                line += " -x -a '(__fish_complete_directories)'";
            else if (!one.values.empty() && takes_list(one))
                line += fmt::format(" -x -a {}", word("(__fish_append , " + joined(one.values) + ")"));
            else if (!one.values.empty())
                line += fmt::format(" -x -a {}", word(joined(one.values)));
            else if (takes_file(one))
                line += " -r -F";
            else if (!one.value_name.empty())
                line += " -x";
            text += line + '\n';
        }
        if (!of.directories.empty()) text += here + " -a '(__fish_complete_directories)'\n";
    }
    std::vector<std::string> names;
    for (command const& one : commands) names.push_back(one.name);
    return text +
           fmt::format("complete -c ulpfield -n '__fish_seen_subcommand_from help' -a {}\n", word(joined(names)));
}

}  // namespace

std::string completion_script(std::string_view shell, std::vector<command> const& commands) {
    if (shell == "bash") return bash_script(commands);
    if (shell == "zsh") return zsh_script(commands);
    if (shell == "fish") return fish_script(commands);
    throw usage_error(fmt::format("help --completion: '{}' is not accepted; accepted: bash, zsh, fish", shell));
}

}  // namespace ulpfield::study
