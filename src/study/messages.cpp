#include "study/messages.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "study/display_text.hpp"

namespace ulpfield::study {
namespace {
constexpr std::uint64_t most_shown = 20;
thread_local std::vector<std::string>* kept_lines = nullptr;
}  // namespace

kept_messages::kept_messages() { kept_lines = &lines_; }

kept_messages::~kept_messages() { kept_lines = nullptr; }

void say(std::string_view message) {
    if (kept_lines != nullptr)
        kept_lines->push_back(one_line(message));
    else
        fmt::print(stderr, "ulpfield: {}\n", one_line(message));
}

void say_failures(store const& results) {
    std::uint64_t failed = 0;
    results.for_each_failure([&failed](std::uint64_t cell, std::string const& reason) {
        if (failed++ < most_shown) say(fmt::format("cell {} failed: {}", cell, reason));
    });
    if (failed > most_shown) say(fmt::format("... and {} more failed cells", failed - most_shown));
}

void say_interrupted(store const& results, std::uint64_t cells, std::string const& directory) {
    if (directory.empty())
        say(fmt::format("interrupted after {} of {} cells; nothing is kept without --output", results.size(), cells));
    else
        say(fmt::format("interrupted; {} of {} cells are finished in {}; the same command resumes", results.size(),
                        cells, directory));
}

void say_violated(judgement const& verdict) {
    for (std::string const& sentence : verdict.sentences) say(sentence);
}

}  // namespace ulpfield::study
