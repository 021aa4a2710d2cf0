// What runner, store and commit add to a cell, and what a second thread gives:
//   empty        20,000 empty cells with --output: microseconds per cell, all included (process, commits, CSV, page)
//   memory       its peak for these and for ten times as many cells: the same if it does not grow with them
//   threads      compute-bound cells on 1 and on 2 threads
// Prints medians of one run and the load of the machine beside them. Nothing is asserted.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <vector>

#include "cli/command_line.hpp"
#include "study/list.hpp"
#include "ulpfield/number/random_words.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::study;

constexpr std::uint64_t empty_cells = 20'000;

class timed final : public planned_study {
public:
    timed(std::uint64_t cells, std::int64_t steps) : cells_(cells), steps_(steps) {}
    std::vector<column> columns() const override {
        return {{"cell", "number"}, {"word", "a value"}, {"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}};
    }
    std::vector<std::pair<std::string, std::string>> parameters() const override { return {}; }
    std::uint64_t cells() const override { return cells_; }
    double cost(std::uint64_t) const override { return 1; }
    cell_result run(std::uint64_t cell, std::stop_token const&) const override {
        std::uint64_t word = mix_seed({cell});
        for (std::int64_t step = 0; step < steps_; ++step) word = mix_seed({word});
        return {{{std::to_string(cell), std::to_string(word), "1", "2", "3", "4"}}, {}};
    }

private:
    std::uint64_t cells_;
    std::int64_t steps_;
};

study_entry entry() {
    return {"timed",
            "How long does a cell take?",
            {{"--cells", "COUNT", "1", "cells"}, {"--steps", "COUNT", "0", "steps of arithmetic per cell"}},
            [](arguments const& given) {
                return std::make_unique<timed>(
                    static_cast<std::uint64_t>(parse_integer("--cells", given.text("--cells"), 1, 100'000'000)),
                    parse_integer("--steps", given.text("--steps"), 0, 1'000'000'000'000));
            }};
}

struct cost {
    double wall = 0;
    double cpu = 0;  // of all threads, the kernel's share included
};

double cpu_now() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    auto const in_seconds = [](timeval const& t) {
        return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
    };
    return in_seconds(used.ru_utime) + in_seconds(used.ru_stime);
}

cost seconds(std::vector<std::string> const& words) {
    std::vector<char const*> argv = {"bench", "timed", "--print", "none", "--progress", "never"};
    for (std::string const& word : words) argv.push_back(word.c_str());
    std::vector<study_entry> const studies = {entry()};
    double const cpu = cpu_now();
    auto const start = std::chrono::steady_clock::now();
    int const status = run_command_line(static_cast<int>(argv.size()), argv.data(), studies);
    auto const end = std::chrono::steady_clock::now();
    if (status != 0) std::exit(status);
    return {std::chrono::duration<double>(end - start).count(), cpu_now() - cpu};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::string load() {
    double average[1] = {0};
    return getloadavg(average, 1) == 1 ? fmt::format("{:.1f}", average[0]) : "unknown";
}

}  // namespace

int main() {
    namespace fs = std::filesystem;
    fs::path const place =
        fs::temp_directory_path() / fmt::format("ulpfield-bench-{}", mix_seed({std::random_device{}()}));
    constexpr int repetitions = 5;
    fmt::print("load before: {}\n", load());

    std::vector<double> wall;
    std::vector<double> cpu;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        cost const kept =
            seconds({"--cells", std::to_string(empty_cells), "--threads", "1", "--output", place.string()});
        wall.push_back(1e6 * kept.wall / static_cast<double>(empty_cells));
        cpu.push_back(1e6 * kept.cpu / static_cast<double>(empty_cells));
        fs::remove_all(place);
    }
    fmt::print("{} empty cells with --output: {:.1f} us per cell (target < 200), {:.1f} us of them computing\n",
               empty_cells, median(wall), median(cpu));

    auto const peak = [] {
        rusage used{};
        getrusage(RUSAGE_SELF, &used);
        return static_cast<double>(used.ru_maxrss) / 1024;
    };
    double const few = peak();
    static_cast<void>(
        seconds({"--cells", std::to_string(10 * empty_cells), "--threads", "1", "--output", place.string()}));
    fs::remove_all(place);
    fmt::print("peak memory: {:.1f} MB after {} cells, {:.1f} MB after {}\n", few, empty_cells, peak(),
               10 * empty_cells);

    // One after the other and in turn, so that both see the same machine. On a busy one the CPU time still tells
    // whether threads wait for each other: the same for both if they do not.
    std::vector<double> ratios;
    std::vector<double> cpu_ratios;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        std::vector<std::string> const work = {"--cells", "64", "--steps", "5000000", "--threads"};
        auto one = work;
        one.push_back("1");
        auto two = work;
        two.push_back("2");
        cost const alone = seconds(one);
        cost const together = seconds(two);
        ratios.push_back(alone.wall / together.wall);
        cpu_ratios.push_back(together.cpu / alone.cpu);
    }
    fmt::print("2 threads against 1, 64 compute-bound cells: {:.2f}x (target >= 1.8), {:.2f} times the CPU time\n",
               median(ratios), median(cpu_ratios));
    fmt::print("load after: {}\n", load());
}
