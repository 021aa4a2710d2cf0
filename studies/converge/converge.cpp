#include "studies/converge/converge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>

#include "studies/converge/figures.hpp"
#include "studies/converge/plan.hpp"
#include "studies/converge/presets.hpp"
#include "studies/converge/recall.hpp"
#include "studies/shared/training/value_text.hpp"
#include "study/list.hpp"
#include "study/real_list.hpp"
#include "study/recorded_study.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/overlap.hpp"
#include "ulpfield/number/as_mpfr.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/nearest_double.hpp"
#include "ulpfield/training/checkpoint_text.hpp"

namespace ulpfield::study {

namespace {

/// Digits of shares, of exact decisions and of narrow formats.
constexpr int fewest_digits = 12;
/// Digits of doubles, in which overlaps with trained memories are computed.
constexpr int most_digits = 17;

/// The pixel weights of a network, K x pixels.
std::vector<double> pixel_weights(std::vector<double> const& memories, std::size_t K, std::size_t pixels) {
    std::vector<double> weights;
    weights.reserve(K * pixels);
    std::size_t const N = pixels + digit_classes;
    for (std::size_t mu = 0; mu < K; ++mu)
        weights.insert(weights.end(), memories.begin() + static_cast<std::ptrdiff_t>(mu * N),
                       memories.begin() + static_cast<std::ptrdiff_t>(mu * N + pixels));
    return weights;
}

std::int64_t wrong_answers(confusion const& matrix) {
    std::uint64_t wrong = 0;
    for (std::size_t label = 0; label < digit_classes; ++label)
        for (std::size_t answer = 0; answer <= digit_classes; ++answer)
            if (answer != label) wrong += matrix.counts[label][answer];
    return static_cast<std::int64_t>(wrong);
}

class converge final : public planned_study {
public:
    explicit converge(arguments const& given) : plan_(read_converge_plan(given)) {}

    [[nodiscard]] std::vector<column> columns() const override { return columns_of_converge(); }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return plan_.parameters;
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        auto facts = plan_.digits ? plan_.digits->provenance() : std::vector<std::pair<std::string, std::string>>{};
        facts.emplace_back("sign(0)", "+1");
        facts.emplace_back("decisions", "stored and iid patterns: exact; trained: in the format learned in");
        facts.emplace_back("threshold", "(1 - epsilon) N, rational; overlaps with real memories in double");
        return facts;
    }
    [[nodiscard]] std::uint64_t cells() const override { return plan_.cells.size(); }

    [[nodiscard]] double cost(std::uint64_t number) const override {
        converge_cell const& cell = plan_.cells[number];
        double const terms = static_cast<double>(cell.K) * static_cast<double>(plan_.N);
        double const recall =
            terms * static_cast<double>(plan_.trials) * static_cast<double>(plan_.iterations.back() + 1);
        if (cell.memories != memory_source::trained) return 1e5 + recall;
        // In other formats every neuron sums all similarities anew.
        double const elsewhere = terms * static_cast<double>(plan_.N) *
                                 static_cast<double>(plan_.recall_formats.size() * recalled_digits()) *
                                 static_cast<double>(plan_.iterations.back());
        return plan_.digits->cost(plan_.digits->at(cell.trained)) + 4 * recall + 10 * elsewhere;
    }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        return resume(cell, {}, stop);
    }

    /// What is kept: a line of the courses there are, a line of the digits recalled in other formats, then the
    /// checkpoint of the network, if there is one.
    [[nodiscard]] cell_result resume(std::uint64_t number, std::string const& unfinished,
                                     std::stop_token const& stop) const override {
        converge_cell const& cell = plan_.cells[number];
        std::vector<recall_course> courses;
        std::vector<std::string> elsewhere;  // format after format, digit after digit: for every t "1" or "0"
        std::string_view checkpoint;
        if (!unfinished.empty()) {
            std::string_view text = unfinished;
            courses = parse_courses(take_line(text));
            if (std::string_view const line = take_line(text); !line.empty()) elsewhere = split_list("", line);
            checkpoint = text;
        }
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10) +
                         std::chrono::microseconds(5 * cell.K * plan_.N);
        bool any = false;
        auto const must_pause = [&] {
            if (stop.stop_requested() && !any) throw interrupted{};
            return any && (stop.stop_requested() || std::chrono::steady_clock::now() > end);
        };
        cell_result result;
        std::optional<training_run> learning;
        training_setting setting;
        auto const K = static_cast<std::size_t>(cell.K);
        auto const pause = [&] {
            result.unfinished = text_of(courses) + '\n' + join(elsewhere, std::identity{}) + '\n' +
                                (learning ? learning->checkpoint() : std::string());
            return result;
        };
        if (cell.memories == memory_source::trained) {
            digit_network const which = plan_.digits->at(cell.trained);
            setting = plan_.digits->setting(which);
            learning.emplace(setting, plan_.digits->train_states(), K,
                             checkpoint.empty() ? plan_.digits->initial(which)
                                                : std::vector<double>(K * static_cast<std::size_t>(which.of.N)));
            if (!checkpoint.empty()) learning->resume(checkpoint);
            while (static_cast<std::int64_t>(learning->epoch()) < plan_.digits->epochs() && !learning->over()) {
                if (must_pause()) return pause();
                learning->advance(stop);
                any = true;
            }
        }
        recall_runner runner(plan_, cell,
                             learning
                                 ? pixel_weights(learning->network().memories(), K, static_cast<std::size_t>(plan_.N))
                                 : std::vector<double>(),
                             &setting);
        while (static_cast<std::int64_t>(courses.size()) < plan_.trials) {
            if (must_pause()) return pause();
            courses.push_back(runner.follow(static_cast<std::int64_t>(courses.size())));
            any = true;
        }
        if (learning)
            while (elsewhere.size() < plan_.recall_formats.size() * recalled_digits()) {
                if (must_pause()) return pause();
                elsewhere.push_back(ends_elsewhere(runner, plan_.recall_formats[elsewhere.size() / recalled_digits()],
                                                   elsewhere.size() % recalled_digits()));
                any = true;
            }
        add_courses(cell, courses, result);
        if (learning) {
            add_elsewhere(cell, elsewhere, result);
            add_errors(cell, *learning, stop, result);
        }
        return result;
    }

    [[nodiscard]] judgement judge(results const& rows) const override { return {converge_verdict(rows), false}; }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return converge_figures(rows); }

private:
    void add(cell_result& result, converge_cell const& cell, std::string const& iterations, std::string const& epsilon,
             std::string const& metric, capacity::answer const& found) const {
        result.rows.push_back({std::to_string(cell.n), std::to_string(cell.K), std::to_string(plan_.N),
                               states_text(cell), iterations, epsilon, metric, found.value, found.lower, found.upper});
    }

    [[nodiscard]] int digits_of(converge_cell const& cell) const {
        if (cell.memories != memory_source::trained) return fewest_digits;
        return std::min(most_digits, shown_digits(plan_.digits->setting(plan_.digits->at(cell.trained)).format));
    }

    static std::string decimal(double value, int digits) { return shown_text(as_mpfr(value), digits); }

    /// Mean of values with its interval of 95 %: 1.96 standard errors.
    static capacity::answer mean_of(std::vector<double> const& values, int digits) {
        capacity::answer found;
        if (values.empty()) return found;
        auto const count = static_cast<double>(values.size());
        double sum = 0;
        for (double const value : values) sum += value;
        double const mean = sum / count;
        double squares = 0;
        for (double const value : values) squares += (value - mean) * (value - mean);
        found.value = decimal(mean, digits);
        if (values.size() < 2) return found;
        double const half = 1.959963984540054 * std::sqrt(squares / (count - 1) / count);
        found.lower = decimal(mean - half, digits);
        found.upper = decimal(mean + half, digits);
        return found;
    }

    void add_courses(converge_cell const& cell, std::vector<recall_course> const& courses, cell_result& result) const {
        auto const trials = static_cast<std::int64_t>(courses.size());
        bool const random = cell.memories == memory_source::iid && cell.start.of == recall_start::kind::data;
        int const digits = digits_of(cell);
        for (std::size_t at = 0; at < plan_.iterations.size(); ++at) {
            std::string const t = std::to_string(plan_.iterations[at]);
            // Definition 3.1 to the letter, |max|, and with the absolute value inside, max|.|.
            for (bool const inside : {false, true}) {
                std::string const reading = inside ? "max-abs" : "abs-max";
                std::vector<double> values;
                values.reserve(courses.size());
                for (recall_course const& each : courses)
                    values.push_back(inside ? each.largest_abs[at] : std::fabs(each.largest[at]));
                add(result, cell, t, "", "cvg-" + reading, mean_of(values, digits));
                for (rational const& epsilon : plan_.epsilons) {
                    // The least double that is no less than (1 - epsilon) N.
                    double const threshold = nearest_double(rational((1 - epsilon) * plan_.N), MPFR_RNDU);
                    std::int64_t hits = 0;
                    for (double const value : values) hits += value >= threshold ? 1 : 0;
                    add(result, cell, t, decimal_text(epsilon), "d-" + reading,
                        capacity::share_estimate(hits, trials, fewest_digits));
                    if (random && plan_.iterations[at] == 0)
                        add(result, cell, t, decimal_text(epsilon), "d-" + reading + "-exact",
                            capacity::overlap_match(plan_.N, exact_text(epsilon), cell.K,
                                                    inside ? capacity::sides::two : capacity::sides::absolute_max,
                                                    capacity::method::exact, fewest_digits));
                }
            }
            if (cell.start.of == recall_start::kind::data) continue;
            std::int64_t recalled = 0;
            for (recall_course const& each : courses) recalled += each.recalled[at] ? 1 : 0;
            add(result, cell, t, "", "recalled", capacity::share_estimate(recalled, trials, fewest_digits));
        }
        if (cell.start.of == recall_start::kind::data) return;
        std::vector<double> needed;
        for (recall_course const& each : courses)
            if (each.rest >= 0) needed.push_back(static_cast<double>(each.rest));
        add(result, cell, "", "", "rests",
            capacity::share_estimate(static_cast<std::int64_t>(needed.size()), trials, fewest_digits));
        add(result, cell, "", "", "iterations-to-rest", mean_of(needed, digits));
    }

    [[nodiscard]] std::size_t recalled_digits() const {
        return static_cast<std::size_t>(std::min(plan_.recall_digits, plan_.trials));
    }

    /// For every t of the iterations "1" if the digit is in another state than in the format learned in, else "0".
    [[nodiscard]] static std::string ends_elsewhere(recall_runner& runner, number_format const& format,
                                                    std::size_t digit) {
        auto const there = runner.states_in(nullptr, static_cast<std::int64_t>(digit));
        auto const here = runner.states_in(&format, static_cast<std::int64_t>(digit));
        std::string differs;
        for (std::size_t at = 0; at < there.size(); ++at) differs += here[at] == there[at] ? '0' : '1';
        return differs;
    }

    void add_elsewhere(converge_cell const& cell, std::vector<std::string> const& elsewhere,
                       cell_result& result) const {
        std::size_t const count = recalled_digits();
        for (std::size_t format = 0; format < plan_.recall_formats.size(); ++format)
            for (std::size_t at = 0; at < plan_.iterations.size(); ++at) {
                std::int64_t hits = 0;
                for (std::size_t digit = 0; digit < count; ++digit)
                    hits += elsewhere[format * count + digit].at(at) == '1' ? 1 : 0;
                add(result, cell, std::to_string(plan_.iterations[at]), "",
                    "elsewhere:" + plan_.recall_formats[format].name,
                    capacity::share_estimate(hits, static_cast<std::int64_t>(count), fewest_digits));
            }
    }

    void add_errors(converge_cell const& cell, training_run& learning, std::stop_token const& stop,
                    cell_result& result) const {
        digit_plan const& plan = *plan_.digits;
        for (bool const test : {false, true}) {
            digit_set const& set = test ? plan.test() : plan.train();
            confusion const matrix = compare_answers(
                set, learning.network().strongest(test ? plan.test_states() : plan.train_states(), stop));
            add(result, cell, "", "", test ? "test-error" : "train-error",
                capacity::share_estimate(wrong_answers(matrix), static_cast<std::int64_t>(set.P()), fewest_digits));
        }
    }

    converge_plan plan_;
};

}  // namespace

study_entry converge_study() {
    return {"converge", "What share of the data ends near a memory, below and beyond capacity?", converge_options(),
            [](arguments const& given) -> std::unique_ptr<planned_study> {
                if (auto listed = preset_list(given, converge_presets())) return listed;
                return std::make_unique<converge>(given);
            },
            [](arguments const& given) -> std::unique_ptr<planned_study> {
                if (auto listed = preset_list(given, converge_presets())) return listed;
                return std::make_unique<recorded_study>(
                    recorded_study::reader{columns_of_converge, converge_verdict, converge_figures});
            }};
}

}  // namespace ulpfield::study
