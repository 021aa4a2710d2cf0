#include "cli/command_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <new>

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/config_file.hpp"
#include "cli/help.hpp"
#include "cli/manual.hpp"
#include "study/environment.hpp"
#include "study/exit_status.hpp"
#include "study/messages.hpp"
#include "study/output_stream.hpp"
#include "study/terminal.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_match.hpp"

namespace ulpfield::study {
namespace {

constexpr int internal_error = 70;  // EX_SOFTWARE: none of the documented reasons, but a mistake in the program

struct invocation {
    arguments given;
    std::vector<std::string> directories;
};

void print(std::string const& text) {
    output_stream out(STDOUT_FILENO, "standard output");
    out.write(text);
    out.flush();
}

std::size_t help_width() { return terminal_width(STDOUT_FILENO).value_or(usual_help_width); }

// `ulpfield help ...`: of a command or all; the manual and completions, which the build makes from it.
void print_help(std::vector<std::string_view> const& words, std::vector<command> const& commands,
                std::function<command const&(std::string_view)> const& known) {
    if (words.empty()) return print(overview(commands, help_width()));
    if (words.size() == 1 && words[0] == "--man") {
        std::string const version = version_text();
        return print(manual_page(commands, version.substr(0, version.find('\n'))));
    }
    if (words.size() == 2 && words[0] == "--completion") return print(completion_script(words[1], commands));
    if (words.size() > 1) throw usage_error(fmt::format("help: {} words; accepted: one command", words.size()));
    print(help_of(known(words[0]), help_width()));
}

std::vector<std::string> names_of(command const& asked) {
    std::vector<std::string> names = {"--help"};
    for (option const& declared : asked.options) names.push_back(declared.name);
    return names;
}

std::string key_of(option const& each) { return each.name.substr(2); }

std::vector<std::string> keys_of(command const& asked) {
    std::vector<std::string> keys;
    for (option const& declared : asked.options) keys.push_back(key_of(declared));
    return keys;
}

bool is_flag(option const& each) { return each.value_name.empty(); }

// yes or no, and yes where it stands alone.
bool is_switch(option const& each) { return each.value_name == "[yes|no]"; }

void declare(CLI::App& app, command const& each) {
    CLI::App* const sub = app.add_subcommand(each.name);
    for (option const& declared : each.options) {
        if (is_flag(declared))
            sub->add_flag(declared.name)->disable_flag_override();
        else if (is_switch(declared))
            sub->add_option(declared.name)
                ->expected(0, 1)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                ->type_name(declared.value_name);
        else
            sub->add_option(declared.name)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                ->type_name(declared.value_name)
                ->expected(declared.alone.empty() ? 1 : 0, 1);
    }
    if (!each.directories.empty())
        sub->add_option("DIR")->expected(-1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

// What the command line says, checked against the options; the configuration file fills in what it leaves open.
invocation read(CLI::App const& sub, command const& asked) {
    invocation read;
    std::map<std::string, std::string> typed;
    for (option const& each : asked.options) {
        CLI::Option const* const found = sub.get_option(each.name);
        if (found->count() == 0) continue;
        if (found->results().size() > 1)
            throw usage_error(fmt::format("{}: given {} times; accepted: once", each.name, found->results().size()));
        bool const alone = is_switch(each) && (found->results().empty() || found->results().front().empty());
        typed[each.name] = is_flag(each) ? "" : alone ? "yes" : found->results().front();
    }
    if (auto const file = typed.find("--config"); file != typed.end()) {
        std::map<std::string, std::string> from_file;
        for (config_entry const& entry : read_config(file->second)) {
            auto const known = std::find_if(asked.options.begin(), asked.options.end(),
                                            [&entry](option const& each) { return key_of(each) == entry.key; });
            bool const elsewhere = !entry.section.empty() && entry.section != asked.name;
            if (elsewhere || known == asked.options.end() || entry.key == "config")
                throw usage_error(
                    fmt::format("--config: {}, line {}: unknown key '{}{}{}'{}; accepted: the options of `ulpfield {}` "
                                "without their dashes",
                                file->second, entry.line, entry.section, entry.section.empty() ? "" : ".", entry.key,
                                elsewhere ? "" : nearest_match(entry.key, keys_of(asked)), asked.name));
            std::string value = entry.value;
            if (is_switch(*known) && (value == "true" || value == "false")) value = value == "true" ? "yes" : "no";
            if (is_flag(*known)) {
                if (value != "true" && value != "false")
                    throw usage_error(fmt::format("--config: {}, line {}: {} is '{}'; accepted: true or false",
                                                  file->second, entry.line, entry.key, value));
                if (value == "false") continue;
                value.clear();
            }
            if (!from_file.emplace(known->name, value).second)
                throw usage_error(fmt::format("--config: {}, line {}: {} stands there twice; accepted: once",
                                              file->second, entry.line, entry.key));
        }
        typed.merge(from_file);  // what was typed wins
    }
    for (option const& each : asked.options) {
        auto const found = typed.find(each.name);
        bool const given = found != typed.end();
        // No value was typed; a configuration file may say "true".
        if (given && !each.alone.empty() && (found->second.empty() || found->second == "true"))
            found->second = each.alone;
        read.given.set(each.name, {given ? found->second : each.default_value, given});
    }
    if (!asked.directories.empty()) read.directories = sub.get_option("DIR")->results();
    return read;
}

exit_status dispatch(int argc, char const* const* argv, std::vector<command> const& commands, std::string& name) {
    CLI::App app;
    app.set_help_flag("-h,--help");
    app.set_version_flag("-V,--version", [] { return version_text(); });
    app.require_subcommand(0, 1);
    for (command const& each : commands) declare(app, each);

    auto const asked = [&app, &commands]() -> command const* {
        if (app.get_subcommands().empty()) return nullptr;
        std::string const parsed = app.get_subcommands().front()->get_name();
        return &*std::find_if(commands.begin(), commands.end(),
                              [&parsed](command const& each) { return each.name == parsed; });
    };
    auto const accepted = [&commands] {
        std::string names;
        for (command const& each : commands) names += (names.empty() ? "" : ", ") + each.name;
        return names.empty() ? std::string("--help, --version") : names;
    };
    auto const known = [&commands, &accepted](std::string_view typed) -> command const& {
        auto const found = std::find_if(commands.begin(), commands.end(),
                                        [&typed](command const& candidate) { return candidate.name == typed; });
        if (found != commands.end()) return *found;
        std::vector<std::string> names = {"help"};
        for (command const& candidate : commands) names.push_back(candidate.name);
        throw usage_error(
            fmt::format("unknown command '{}'{}; accepted: {}", typed, nearest_match(typed, names), accepted()));
    };
    if (argc > 1 && std::string_view(argv[1]) == "help") {
        print_help({argv + 2, argv + argc}, commands, known);
        return exit_status::done;
    }
    if (argc > 1 && argv[1][0] != '-') static_cast<void>(known(argv[1]));
    try {
        app.parse(argc, argv);
    } catch (CLI::CallForHelp const&) {
        command const* const of = asked();
        print(of != nullptr ? help_of(*of, help_width()) : overview(commands, help_width()));
        return exit_status::done;
    } catch (CLI::CallForVersion const&) {
        print(version_text());
        return exit_status::done;
    } catch (CLI::ExtrasError const&) {
        command const* const of = asked();
        if (of != nullptr) name = of->name;
        std::vector<std::string> const extra = app.remaining(true);
        std::string const first = extra.empty() ? "" : extra.front();
        bool const is_option = first.starts_with('-');
        std::string const typed = first.substr(0, first.find('='));
        throw usage_error(fmt::format("{} '{}'{}; `ulpfield{} --help` names what is accepted",
                                      is_option ? "unknown option" : "unexpected argument", first,
                                      is_option && of != nullptr ? nearest_match(typed, names_of(*of)) : "",
                                      of != nullptr ? ' ' + of->name : ""));
    } catch (CLI::ArgumentMismatch const& error) {
        if (command const* const of = asked()) name = of->name;
        std::string const message = error.what();
        throw usage_error(message.substr(0, message.find(':')) + ": the value is missing; accepted: one value");
    } catch (CLI::ParseError const& error) {
        if (command const* const of = asked()) name = of->name;
        throw usage_error(error.what());
    }
    command const* const of = asked();
    if (of == nullptr) throw usage_error(fmt::format("no command; accepted: {}; see ulpfield --help", accepted()));
    name = of->name;
    invocation const what = read(*app.get_subcommands().front(), *of);
    return of->run(what.given, what.directories);
}

}  // namespace

int run_command_line(int argc, char const* const* argv, std::vector<study_entry> const& studies) noexcept {
    std::string name;
    auto const complain = [&name](std::string const& message) { say((name.empty() ? "" : name + ": ") + message); };
    try {
        try {
            return static_cast<int>(dispatch(argc, argv, all_commands(studies), name));
        } catch (usage_error const& error) {
            complain(error.what());
            return static_cast<int>(exit_status::usage);
        } catch (machine_error const& error) {
            complain(fmt::format("{}; what is finished in --output is kept, the same command resumes", error.what()));
            return static_cast<int>(exit_status::machine);
        } catch (std::exception const& error) {
            if (dynamic_cast<std::bad_alloc const*>(&error) == nullptr) {
                complain(fmt::format("internal error: {}", error.what()));
                return internal_error;
            }
        }
    } catch (std::exception const&) {  // no memory for the message either
    }
    constexpr std::string_view no_memory = "ulpfield: no memory left; what is finished in --output is kept\n";
    ssize_t const written = write(STDERR_FILENO, no_memory.data(), no_memory.size());
    static_cast<void>(written);
    return static_cast<int>(exit_status::machine);
}

}  // namespace ulpfield::study
