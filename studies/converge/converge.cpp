#include "studies/converge/converge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include "studies/converge/axes.hpp"
#include "studies/converge/figures.hpp"
#include "studies/converge/presets.hpp"
#include "studies/converge/recall.hpp"
#include "studies/shared/training/value_text.hpp"
#include "study/cell_share.hpp"
#include "study/list.hpp"
#include "study/portion.hpp"
#include "study/real_list.hpp"
#include "study/table.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/overlap.hpp"
#include "ulpfield/number/as_mpfr.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/nearest_double.hpp"
#include "ulpfield/training/checkpoint_text.hpp"
#include "ulpfield/training/training_run.hpp"

namespace ulpfield::study {

namespace {

/// Digits of shares, of exact decisions and of narrow formats.
constexpr int fewest_digits = 12;
/// Digits of doubles, in which overlaps with trained memories are computed.
constexpr int most_digits = 17;

struct converge_row {
    std::int64_t N = 0;
    std::string states;
    std::string iterations;
    std::string epsilon;
    std::string metric;
    std::string value;
    std::string lower;
    std::string upper;
};

/// The pixel weights of a network, K x pixels.
std::vector<double> pixel_weights(std::vector<double> const& memories, std::size_t K, std::size_t pixels) {
    std::vector<double> weights;
    weights.reserve(K * pixels);
    std::size_t const N = memories.size() / K;
    for (std::size_t mu = 0; mu < K; ++mu)
        weights.insert(weights.end(), memories.begin() + static_cast<std::ptrdiff_t>(mu * N),
                       memories.begin() + static_cast<std::ptrdiff_t>(mu * N + pixels));
    return weights;
}

std::int64_t wrong_answers(confusion const& matrix) {
    std::uint64_t wrong = 0;
    for (std::size_t label = 0; label < matrix.counts.size(); ++label)
        for (std::size_t answer = 0; answer < matrix.counts[label].size(); ++answer)
            if (answer != label) wrong += matrix.counts[label][answer];
    return static_cast<std::int64_t>(wrong);
}

std::string decimal_of(double value, int digits) { return shown_text(as_mpfr(value), digits); }

/// Mean of values with its interval of 95 %: 1.96 standard errors.
capacity::answer mean_of(std::vector<double> const& values, int digits) {
    if (values.empty()) return {};
    auto const count = static_cast<double>(values.size());
    double sum = 0;
    for (double const value : values) sum += value;
    double const mean = sum / count;
    double squares = 0;
    for (double const value : values) squares += (value - mean) * (value - mean);
    capacity::answer result = capacity::answer::printed(decimal_of(mean, digits));
    if (values.size() < 2) return result;
    double const half = 1.959963984540054 * std::sqrt(squares / (count - 1) / count);
    result.bounds = {capacity::decimal_number(decimal_of(mean - half, digits)),
                     capacity::decimal_number(decimal_of(mean + half, digits))};
    return result;
}

/// A cell on its way: what is known of its courses, in which formats digits have ended elsewhere (format after format,
/// digit after digit: for every t "1" or "0"), and the network, if it learns.
struct cell_state {
    std::vector<recall_course> courses;
    std::vector<std::string> elsewhere;
    std::string checkpoint;  // of the network; empty: it begins

    /// A line of the courses, a line of the digits elsewhere, then the checkpoint.
    [[nodiscard]] std::string text() const {
        return text_of(courses) + '\n' + join(elsewhere, std::identity{}) + '\n' + checkpoint;
    }
    [[nodiscard]] static cell_state parse(std::string const& kept) {
        cell_state state;
        if (kept.empty()) return state;
        std::string_view text = kept;
        state.courses = parse_courses(take_line(text));
        if (std::string_view const line = take_line(text); !line.empty()) state.elsewhere = split_list("", line);
        state.checkpoint = text;
        return state;
    }
};

class converge final : public table<converge_axes, converge_row> {
public:
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        return resume(cell, {}, stop);
    }

    [[nodiscard]] cell_result resume(std::uint64_t number, std::string const& unfinished,
                                     std::stop_token const& stop) const override {
        place const where = at(number);
        converge_cell const cell = cell_at(where);
        cell_state state = cell_state::parse(unfinished);
        portion part(stop, std::chrono::microseconds(5 * cell.K * plan().N));
        cell_costs const costs = costs_at(where);
        std::optional<training_run> learning;
        training_setting how;
        if (cell.memories == memory_source::trained) {
            how = setting(task(where));
            if (!learn(where, how, state, learning, part, stop)) return paused(state, learning);
        }
        recall_runner runner(plan(), cell,
                             learning ? pixel_weights(learning->network().memories(), static_cast<std::size_t>(cell.K),
                                                      static_cast<std::size_t>(plan().N))
                                      : std::vector<double>(),
                             &how);
        for (; static_cast<std::int64_t>(state.courses.size()) < plan().trials; part.step_done()) {
            if (part.over()) return paused(state, learning);
            state.courses.push_back(runner.follow(static_cast<std::int64_t>(state.courses.size())));
            cell_share_done((costs.learning + costs.courses * static_cast<double>(state.courses.size()) /
                                                  static_cast<double>(plan().trials)) /
                            costs.all());
        }
        std::size_t const digits = digits_elsewhere();
        for (; learning && state.elsewhere.size() < recall_formats.size() * digits; part.step_done()) {
            if (part.over()) return paused(state, learning);
            std::size_t const done = state.elsewhere.size();
            state.elsewhere.push_back(ends_elsewhere(runner, recall_formats.values()[done / digits], done % digits));
            cell_share_done((costs.learning + costs.courses +
                             costs.elsewhere * static_cast<double>(done + 1) /
                                 static_cast<double>(recall_formats.size() * digits)) /
                            costs.all());
        }
        std::vector<converge_row> rows;
        add_courses(cell, how, state.courses, rows);
        if (learning) {
            add_elsewhere(cell, state.elsewhere, rows);
            add_errors(cell, *learning, stop, rows);
        }
        return {rows_of(where, rows), {}};
    }

protected:
    [[nodiscard]] std::vector<value> values() const override {
        return {
            {"N", "neurons", &converge_row::N},
            {"states", "where memories come from (trained, stored digits, iid) and where recall starts",
             &converge_row::states, false},
            {"iterations", "iterations of the update rule before it was looked", &converge_row::iterations},
            {"epsilon", "tolerance of Definition 3.2", &converge_row::epsilon},
            {"metric",
             "cvg: mean of Definition 3.1; d: share with Cvg >= (1-epsilon)N; abs-max |max|, max-abs max|.|; "
             "-exact: the exact law; recalled, rests, iterations-to-rest; train-error, test-error; elsewhere:FORMAT",
             &converge_row::metric, false},
            {"value", "mean or share", &converge_row::value},
            {"lower", "95 % interval (d-...-exact: bound)", &converge_row::lower},
            {"upper", "95 % interval (d-...-exact: bound)", &converge_row::upper}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        auto facts = plan().digits != nullptr ? digit_facts() : std::vector<std::pair<std::string, std::string>>{};
        facts.emplace_back("sign(0)", tie.given() ? tie.typed() : "+1");
        facts.emplace_back("decisions", "stored and iid patterns: exact; trained: in the format learned in");
        facts.emplace_back("threshold", "(1 - epsilon) N, rational; overlaps with real memories in double");
        return facts;
    }
    [[nodiscard]] double cost_at(place const& where) const override { return costs_at(where).all(); }
    [[nodiscard]] std::vector<converge_row> measure(place const&, std::stop_token const&) const override {
        throw std::logic_error("converge computes its cells in portions");
    }

private:
    /// Expected work: learning, following digits, digits in other formats.
    struct cell_costs {
        double learning = 0, courses = 0, elsewhere = 0;
        [[nodiscard]] double all() const { return learning + courses + elsewhere; }
    };
    [[nodiscard]] cell_costs costs_at(place const& where) const {
        converge_cell const cell = cell_at(where);
        double const terms = static_cast<double>(cell.K) * static_cast<double>(plan().N);
        double const recall =
            terms * static_cast<double>(plan().trials) * static_cast<double>(plan().iterations.back() + 1);
        if (cell.memories != memory_source::trained) return {0, 1e5 + recall, 0};
        // In other formats every neuron sums all similarities anew.
        double const elsewhere = terms * static_cast<double>(plan().N) *
                                 static_cast<double>(recall_formats.size() * digits_elsewhere()) *
                                 static_cast<double>(plan().iterations.back());
        return {training_cost(task(where)), 4 * recall, 10 * elsewhere};
    }

    /// False: the portion is over before the network has learned.
    bool learn(place const& where, training_setting const& how, cell_state const& state,
               std::optional<training_run>& learning, portion& part, std::stop_token const& stop) const {
        training_task const of = task(where);
        auto const size_K = static_cast<std::size_t>(of.K);
        learning.emplace(
            how, train_states(), size_K,
            state.checkpoint.empty() ? initial_of(of) : std::vector<double>(size_K * static_cast<std::size_t>(of.N)));
        if (!state.checkpoint.empty()) learning->resume(state.checkpoint);
        for (; static_cast<std::int64_t>(learning->epoch()) < *epochs && !learning->over(); part.step_done()) {
            if (part.over()) return false;
            learning->advance(stop);
            cell_costs const costs = costs_at(where);
            cell_share_done(costs.learning * static_cast<double>(learning->epoch()) / static_cast<double>(*epochs) /
                            costs.all());
        }
        return true;
    }

    [[nodiscard]] static cell_result paused(cell_state& state, std::optional<training_run> const& learning) {
        if (learning) state.checkpoint = learning->checkpoint();
        cell_result result;
        result.unfinished = state.text();
        return result;
    }

    void add(std::vector<converge_row>& rows, converge_cell const& cell, std::string iterations_done,
             std::string tolerance, std::string metric, capacity::answer const& of) const {
        bool const bounded = of.bounds && of.quality != capacity::trust::exact;  // exact to every digit shown
        rows.push_back({plan().N, states_text(cell), std::move(iterations_done), std::move(tolerance),
                        std::move(metric), of.value ? of.value->text() : "", bounded ? of.bounds->lower.text() : "",
                        bounded ? of.bounds->upper.text() : ""});
    }

    void add_courses(converge_cell const& cell, training_setting const& how, std::vector<recall_course> const& courses,
                     std::vector<converge_row>& rows) const {
        auto const trials = static_cast<std::int64_t>(courses.size());
        int const digits =
            cell.memories == memory_source::trained ? std::min(most_digits, shown_digits(how.format)) : fewest_digits;
        for (std::size_t look = 0; look < plan().iterations.size(); ++look) {
            std::string const t = std::to_string(plan().iterations[look]);
            // Definition 3.1 to the letter, |max|, and with the absolute value inside, max|.|.
            for (bool const inside : {false, true}) {
                std::vector<double> overlaps;
                overlaps.reserve(courses.size());
                for (recall_course const& course : courses)
                    overlaps.push_back(inside ? course.largest_abs[look] : std::fabs(course.largest[look]));
                add(rows, cell, t, "", inside ? "cvg-max-abs" : "cvg-abs-max", mean_of(overlaps, digits));
                add_shares(cell, look, inside, overlaps, rows);
            }
            if (!cell.start.from_memory()) continue;
            std::int64_t recalled = 0;
            for (recall_course const& course : courses) recalled += course.recalled[look] ? 1 : 0;
            add(rows, cell, t, "", "recalled", capacity::share_estimate(recalled, trials, fewest_digits));
        }
        if (!cell.start.from_memory()) return;
        std::vector<double> needed;
        for (recall_course const& course : courses)
            if (course.rest >= 0) needed.push_back(static_cast<double>(course.rest));
        add(rows, cell, "", "", "rests",
            capacity::share_estimate(static_cast<std::int64_t>(needed.size()), trials, fewest_digits));
        add(rows, cell, "", "", "iterations-to-rest", mean_of(needed, digits));
    }

    /// Definition 3.2 for every tolerance, and the exact law of random states.
    void add_shares(converge_cell const& cell, std::size_t look, bool inside, std::vector<double> const& overlaps,
                    std::vector<converge_row>& rows) const {
        std::string const t = std::to_string(plan().iterations[look]);
        std::string const metric = inside ? "d-max-abs" : "d-abs-max";
        bool const random = cell.memories == memory_source::iid && cell.start.of == recall_start::kind::data;
        for (rational const& tolerance : epsilon.values()) {
            // The least double that is no less than (1 - epsilon) N.
            double const threshold = nearest_double(rational((1 - tolerance) * plan().N), MPFR_RNDU);
            std::int64_t hits = 0;
            for (double const overlap : overlaps) hits += overlap >= threshold ? 1 : 0;
            add(rows, cell, t, decimal_text(tolerance), metric,
                capacity::share_estimate(hits, static_cast<std::int64_t>(overlaps.size()), fewest_digits));
            if (random && plan().iterations[look] == 0)
                add(rows, cell, t, decimal_text(tolerance), metric + "-exact",
                    capacity::overlap_match(plan().N, tolerance, cell.K,
                                            inside ? capacity::sides::two : capacity::sides::absolute_max,
                                            capacity::method::exact, fewest_digits));
        }
    }

    [[nodiscard]] std::size_t digits_elsewhere() const {
        return static_cast<std::size_t>(std::min(*recall_digits, plan().trials));
    }

    /// For every t of the iterations "1" if the digit is in another state than in the format learned in, else "0".
    [[nodiscard]] static std::string ends_elsewhere(recall_runner& runner, number_format const& format,
                                                    std::size_t digit) {
        auto const learned_in = runner.states_in(nullptr, static_cast<std::int64_t>(digit));
        auto const other = runner.states_in(&format, static_cast<std::int64_t>(digit));
        std::string differs;
        for (std::size_t look = 0; look < other.size(); ++look) differs += other[look] == learned_in[look] ? '0' : '1';
        return differs;
    }

    void add_elsewhere(converge_cell const& cell, std::vector<std::string> const& elsewhere,
                       std::vector<converge_row>& rows) const {
        std::size_t const count = digits_elsewhere();
        for (std::size_t format = 0; format < recall_formats.size(); ++format)
            for (std::size_t look = 0; look < plan().iterations.size(); ++look) {
                std::int64_t hits = 0;
                for (std::size_t digit = 0; digit < count; ++digit)
                    hits += elsewhere[format * count + digit].at(look) == '1' ? 1 : 0;
                add(rows, cell, std::to_string(plan().iterations[look]), "",
                    "elsewhere:" + recall_formats.values()[format].name,
                    capacity::share_estimate(hits, static_cast<std::int64_t>(count), fewest_digits));
            }
    }

    void add_errors(converge_cell const& cell, training_run& learning, std::stop_token const& stop,
                    std::vector<converge_row>& rows) const {
        for (bool const tested : {false, true}) {
            digit_set const& set = tested ? test_digits() : train_digits();
            confusion const matrix =
                compare_answers(set, learning.network().strongest(tested ? test_states() : train_states(), stop));
            add(rows, cell, "", "", tested ? "test-error" : "train-error",
                capacity::share_estimate(wrong_answers(matrix), static_cast<std::int64_t>(set.P()), fewest_digits));
        }
    }
};

}  // namespace

study_entry converge_study() {
    return with_presets(
        table_entry<converge>(
            "converge", "What share of the data ends near a memory, below and beyond capacity?",
            {[](results const& rows, arguments const&) {
                 return judgement{converge_verdict(rows), false};
             },
             [](results const& rows, arguments const&) { return converge_figures(rows); }, nullptr, nullptr},
            {{"ulpfield converge --mnist DIR --preset figure-1 --K 500,5500",
              "the paper's Figure 1 at two numbers of memories"},
             {"ulpfield converge --preset list", "all presets and what they set"}}),
        preset_kind::map, converge_presets());
}

}  // namespace ulpfield::study
