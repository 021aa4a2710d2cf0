#include "cli/tiny_study.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <new>
#include <thread>

#include "study/list.hpp"
#include "study/plot.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study::testing {
namespace {

class tiny final : public planned_study {
public:
    explicit tiny(arguments const& given)
        : n_text_(given.text("--n")),
          n_(parse_integers("--n", n_text_, 0, 1'000'000)),
          rows_(parse_integer("--rows", given.text("--rows"), 0, 100)),
          sleep_(parse_integer("--sleep", given.text("--sleep"), 0, 60'000)),
          work_(parse_integer("--work", given.text("--work"), 0, 1'000'000'000)),
          portions_(parse_integer("--portions", given.text("--portions"), 1, 100)),
          seed_(given.text("--seed")),
          violated_(given.flag("--violated")),
          awkward_(given.flag("--awkward")),
          picture_(given.text("--picture")) {
        if (given.given("--fail")) fail_ = parse_integers("--fail", given.text("--fail"), 0, 1'000'000);
        if (given.given("--interrupt"))
            interrupt_ = parse_integers("--interrupt", given.text("--interrupt"), 0, 1'000'000);
        if (given.given("--break")) break_ = parse_integers("--break", given.text("--break"), 0, 1'000'000);
        if (given.given("--cut")) cut_ = parse_integers("--cut", given.text("--cut"), 0, 1'000'000);
        cut_by_ = static_cast<int>(parse_integer("--cut-by", given.text("--cut-by"), 1, 64));
    }

    std::vector<column> columns() const override {
        // As another version of the program would have it.
        bool const other_version = std::getenv("TINY_OTHER_VERSION") != nullptr;
        return {{"n", "the cell's number n"},
                {"N", "its square"},
                {"word", "a text", false},
                {"value", "a value of n and the seed"},
                {other_version ? "held" : "kept", ""}};
    }
    std::vector<std::pair<std::string, std::string>> parameters() const override {
        std::string numbers;
        for (std::int64_t const n : n_) numbers += fmt::format("{}{}", numbers.empty() ? "" : ",", n);
        return {{"--n", numbers},
                {"--rows", std::to_string(rows_)},
                {"--awkward", awkward_ ? "yes" : "no"},
                {"--seed", seed_}};
    }
    std::vector<std::pair<std::string, std::string>> provenance() const override { return {{"bits of tiny", "53"}}; }
    std::uint64_t cells() const override { return n_.size(); }
    double cost(std::uint64_t cell) const override { return 1.0 + static_cast<double>(n_[cell]); }

    cell_result run(std::uint64_t cell, std::stop_token const& stop) const override { return portion(cell, 1, stop); }
    cell_result resume(std::uint64_t cell, std::string const& unfinished, std::stop_token const& stop) const override {
        return portion(cell, parse_integer("unfinished", unfinished, 1, portions_ - 1) + 1, stop);
    }

    /// The number-th portion of a cell: the last one gives its rows. Which ones are computed is noted in $TINY_LOG.
    cell_result portion(std::uint64_t cell, std::int64_t number, std::stop_token const& stop) const {
        if (char const* const log = std::getenv("TINY_LOG"); log != nullptr)
            std::ofstream(log, std::ios::app) << fmt::format("{}:{}\n", n_[cell], number);
        if (number == 2 && std::count(interrupt_.begin(), interrupt_.end(), n_[cell]) != 0) std::raise(SIGINT);
        if (number < portions_) return {{}, "", std::to_string(number)};
        return last_portion(cell, stop);
    }

    cell_result last_portion(std::uint64_t cell, std::stop_token const& stop) const {
        std::int64_t const n = n_[cell];
        auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds(sleep_);
        while (std::chrono::steady_clock::now() < end) {
            if (stop.stop_requested()) throw interrupted{};
            std::this_thread::sleep_for(std::chrono::milliseconds(std::min<std::int64_t>(sleep_, 5)));
        }
        if (std::count(break_.begin(), break_.end(), n) != 0) throw std::bad_alloc();
        if (std::count(cut_.begin(), cut_.end(), n) != 0) {
            kill(getpid(), cut_by_);
            while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            throw interrupted{};
        }
        std::uint64_t word = mix_seed({std::stoull(seed_), static_cast<std::uint64_t>(n)});
        for (std::int64_t step = 0; step < work_; ++step) word = mix_seed({word});
        cell_result result;
        if (std::count(fail_.begin(), fail_.end(), n) != 0) {
            result.failure = fmt::format("n={} is out of reach", n);
            result.rows.push_back({std::to_string(n), std::to_string(n * n), "failed", "", ""});
            return result;
        }
        for (std::int64_t line = 0; line < rows_; ++line) {
            std::string const value = awkward_ ? awkward_value(n + line)
                                               : std::to_string(word % 1'000'000 + static_cast<std::uint64_t>(line));
            result.rows.push_back({std::to_string(n), std::to_string(n * n), awkward_ ? "a,\"b\"\nc" : "plain", value,
                                   fmt::format("kept, \"{}\"", n)});
        }
        return result;
    }

    judgement judge(results const& all) const override {
        std::uint64_t rows = 0;
        all.for_each([&rows](std::uint64_t, row const&) { ++rows; });
        return {{fmt::format("{} rows were judged.", rows)}, violated_};
    }

    std::vector<figure> figures(results const& all) const override {
        if (picture_ == "none") return {};
        if (picture_ == "broken") return {{"tiny-broken", "cannot be drawn", "plot nonsense(\n"}};
        std::vector<std::vector<std::string>> points;
        all.for_each([&points](std::uint64_t, row const& values) { points.push_back({values[0], values[1]}); });
        return {{"tiny-square", "N against n; <b>&amp;</b> `touch injected`",
                 "set title " + plot_text("it's `touch injected` <b>") + '\n' + plot_data("points", points) +
                     "plot $points using 1:2 with linespoints title 'N'\n"}};
    }

    /// What the column that is not shown holds.
    std::vector<result_file> files(results const& all) const override {
        std::string text;
        all.for_each([&text](std::uint64_t, row const& values) { text += values.at(4) + '\n'; });
        return {{"tiny-kept.txt", text}};
    }

private:
    static std::string awkward_value(std::int64_t which) {
        static constexpr char const* values[] = {"nan", "inf", "-inf", "-0", "", "1e-400000", "0.1"};
        return values[which % 7];
    }

    std::string n_text_;
    std::vector<std::int64_t> n_;
    std::int64_t rows_;
    std::int64_t sleep_;
    std::int64_t work_;
    std::int64_t portions_;
    std::string seed_;
    bool violated_;
    bool awkward_;
    std::string picture_;
    std::vector<std::int64_t> fail_;
    std::vector<std::int64_t> break_;
    std::vector<std::int64_t> interrupt_;
    std::vector<std::int64_t> cut_;
    int cut_by_ = 0;
};

}  // namespace

study_entry tiny_study() {
    return {"tiny",
            "Does the runner keep what a study computes?",
            {
                {"--n", "LIST", "1:10", "numbers, one cell each"},
                {"--rows", "COUNT", "1", "rows per cell"},
                {"--sleep", "MS", "0", "milliseconds a cell waits"},
                {"--work", "STEPS", "0", "steps of arithmetic a cell does"},
                {"--portions", "COUNT", "1", "portions in which a cell is computed"},
                {"--interrupt", "LIST", "", "cells that send SIGINT in their second portion (default: none)"},
                {"--fail", "LIST", "", "cells that fail (default: none)"},
                {"--break", "LIST", "", "cells for which the memory is too small (default: none)"},
                {"--cut", "LIST", "",
                 "cells in which the program gets a signal, and which end when they are asked to stop"},
                {"--cut-by", "SIGNAL", "15", "the signal's number"},
                {"--picture", "KIND", "none", "none, square or broken"},
                {"--violated", "", "", "judge that a law was violated"},
                {"--awkward", "", "", "values that are hard to store"},
            },
            [](arguments const& given) { return std::make_unique<tiny>(given); }};
}

}  // namespace ulpfield::study::testing
