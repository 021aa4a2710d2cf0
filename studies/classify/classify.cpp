#include "studies/classify/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "studies/classify/figures.hpp"
#include "studies/classify/memory_image.hpp"
#include "studies/classify/presets.hpp"
#include "studies/shared/digits/digit_axes.hpp"
#include "studies/shared/training/value_text.hpp"
#include "study/cell_share.hpp"
#include "study/portion.hpp"
#include "study/real_list.hpp"
#include "study/table.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/training/checkpoint_text.hpp"
#include "ulpfield/training/training_run.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t most_drawn_networks = 12;
constexpr std::size_t most_drawn_memories = 25;

struct classify_axes : digit_axes {
    axis<std::int64_t> repeats = repeats_axis(*this, "1");
    axis<std::int64_t> every{*this,
                             "--every",
                             "EPOCHS",
                             "10",
                             "a row every so many epochs, besides the first and the last",
                             one_integer(1, 10'000'000)};
    axis<std::string> save{*this,
                           "--save",
                           "FILE",
                           "",
                           "write the learned memories there as .npy, K x (pixels + 10) (one network, class weights "
                           "clamped)",
                           any_text(),
                           axis_use::input};

    axis<bool> nan_first{*this,
                         "--nan-class",
                         "RULE",
                         "none",
                         "the answer where a field is NaN: none (an error), or first (the class of the first NaN, as "
                         "NumPy's and torch's argmax)",
                         choice<bool>({{"none", false}, {"first", true}}),
                         axis_use::optional_key,
                         {"nan_class", "the answer where a field is NaN", false}};

    classify_axes() {
        set_product(rule, formulation, formats, F, n, K, inverse_temperature, learning_rate, repeats, nan_first);
        set_keys(rule, formulation, formats, F, n, m, K, nan_first);
    }

    [[nodiscard]] training_task task(place const& at) const {
        return digit_task(at, at[rule], at[inverse_temperature], at[learning_rate], at[repeats]);
    }

protected:
    void check(arguments const& given) override {
        digit_axes::check(given);
        check_digits(given, selection::first);
        repeats.record_as(std::to_string(repeats.size()));
        if (!save.given()) return;
        if (!save->ends_with(".npy"))
            throw usage_error(fmt::format("--save: '{}' does not end in .npy; accepted: a .npy file", *save));
        std::size_t networks = 1;
        for (std::size_t const size : {rule.size(), formulation.size(), formats.size(), F.size(), n.size(), K.size(),
                                       inverse_temperature.size(), learning_rate.size(), repeats.size()})
            networks *= size;
        if (networks != 1) throw usage_error(fmt::format("--save: {} networks are trained; accepted: one", networks));
        if (clamp->first > 0 || clamp->last < train_digits().N() + train_digits().classes.size())
            throw usage_error(
                "--save: weights that are not clamped leave [-1, 1], and no option reads such memories; accepted: "
                "--class-weights clamped (and no --clamp but all)");
    }
};

struct classify_row {
    std::uint64_t epoch = 0;
    std::string train_error;
    std::string test_error;
    std::string f1;
    std::string status;
    std::string inverse_temperature;
    std::string learning_rate;
    std::int64_t repeat = 1;
    std::string confusion;
    std::string memories;
};

/// A network on its way, as text: the rows there are, then its checkpoint.
std::string kept(std::vector<row> const& rows, std::string const& checkpoint) {
    std::string text = std::to_string(rows.size()) + '\n';
    for (row const& values : rows) {
        for (std::string const& value : values) text += value + '\t';
        text += '\n';
    }
    return text + checkpoint;
}

std::vector<row> take_rows(std::string_view& text) {
    std::size_t const count = std::stoull(std::string(take_line(text)));
    std::vector<row> rows;
    for (std::size_t k = 0; k < count; ++k) {
        std::string const line(take_line(text));
        row& values = rows.emplace_back();
        for (std::size_t from = 0; from < line.size();) {
            std::size_t const end = line.find('\t', from);
            values.push_back(line.substr(from, end - from));
            from = end + 1;
        }
    }
    return rows;
}

class classify final : public table<classify_axes, classify_row> {
public:
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        return resume(cell, {}, stop);
    }

    /// Learns for a portion of whole epochs; what is kept in between is exact, so where it is cut plays no part.
    [[nodiscard]] cell_result resume(std::uint64_t cell, std::string const& unfinished,
                                     std::stop_token const& stop) const override {
        place const where = at(cell);
        training_task const of = task(where);
        auto const size_K = static_cast<std::size_t>(of.K);
        auto const size_N = static_cast<std::size_t>(of.N);
        training_run learning(setting(of), train_states(), size_K,
                              unfinished.empty() ? initial_of(of) : std::vector<double>(size_K * size_N));
        cell_result result;
        if (!unfinished.empty()) {
            std::string_view rest = unfinished;
            result.rows = take_rows(rest);
            learning.resume(rest);
        }
        auto const add = [&](classify_row measured) {
            result.rows.push_back(rows_of(where, {std::move(measured)}).front());
        };
        auto const last = static_cast<std::uint64_t>(*epochs);
        // Writing the checkpoint of a large network takes a second for every 20 million entries or so.
        portion part(stop, std::chrono::microseconds(size_K * size_N * 5));
        if (unfinished.empty()) add(row_of(of, learning, stop));
        for (; learning.epoch() < last && !learning.over(); part.step_done()) {
            if (part.over()) {
                result.unfinished = kept(result.rows, learning.checkpoint());
                result.rows.clear();
                return result;
            }
            learning.advance(stop);
            cell_share_done(learning.epoch(), last);
            if (has_row(learning.epoch())) add(row_of(of, learning, stop));
        }
        add_rows_at_rest(of, learning, stop, add);
        if (cells() <= most_drawn_networks) result.rows.back().back() = images(learning, size_K);
        if (save.given()) save_memories(learning, size_K, size_N);
        return result;
    }

protected:
    [[nodiscard]] std::vector<value> values() const override {
        return {{"epoch", "epochs done", &classify_row::epoch},
                {"train_error", "wrong answers to the digits learned from, percent", &classify_row::train_error, true,
                 ".2f"},
                {"test_error", "wrong answers to the test digits, percent", &classify_row::test_error, true, ".2f"},
                {"f1", "macro F1 of the test digits", &classify_row::f1, true, ".4f"},
                {"status",
                 "ok, stalled (no gradient, below the floor, or steps absorbed), diverged:EPOCH; rests:EPOCH, "
                 "stalled:EPOCH: nothing has changed since that epoch",
                 &classify_row::status, false},
                {"inverse_temperature", "", &classify_row::inverse_temperature},
                {"learning_rate", "", &classify_row::learning_rate},
                {"repeat", "", &classify_row::repeat},
                {"confusion", "", &classify_row::confusion, false},
                {"memories", "", &classify_row::memories, false}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override { return digit_facts(); }
    [[nodiscard]] double cost_at(place const& at) const override { return training_cost(task(at)); }
    [[nodiscard]] std::string key_text(any_axis const& key, place const& at) const override {
        return &key == &m ? m.text(0) : table::key_text(key, at);
    }
    [[nodiscard]] std::vector<classify_row> measure(place const&, std::stop_token const&) const override {
        throw std::logic_error("classify computes its cells in portions");
    }

private:
    [[nodiscard]] bool has_row(std::uint64_t epoch) const {
        return epoch % static_cast<std::uint64_t>(*every) == 0 || epoch == static_cast<std::uint64_t>(*epochs);
    }
    /// Once nothing changes any more, later rows tell of the same network.
    template <class Add>
    void add_rows_at_rest(training_task const& of, training_run& learning, std::stop_token const& stop,
                          Add const& add) const {
        std::optional<classify_row> at_rest;
        for (std::uint64_t epoch = learning.epoch() + 1; epoch <= static_cast<std::uint64_t>(*epochs); ++epoch) {
            if (!has_row(epoch)) continue;
            if (!at_rest) {
                at_rest = row_of(of, learning, stop);
                at_rest->status = status_text(learning.look(std::nullopt, stop), epoch);
            }
            at_rest->epoch = epoch;
            add(*at_rest);
        }
    }
    [[nodiscard]] classify_row row_of(training_task const& of, training_run& learning,
                                      std::stop_token const& stop) const {
        training_run::report const report = learning.look(std::nullopt, stop);
        auto const answers = [&](training_states const& states) {
            std::vector<std::size_t> all = learning.network().strongest(states, stop);
            if (*nan_first)
                for (std::size_t& answer : all)
                    answer = first_nan(answer, train_digits().classes.size()).value_or(answer);
            return all;
        };
        confusion const learned = compare_answers(train_digits(), answers(train_states()));
        confusion const asked = compare_answers(test_digits(), answers(test_states()));
        int const digits = shown_digits(of.format);
        return {report.epoch,
                shown_text(learned.error(), digits),
                shown_text(asked.error(), digits),
                shown_text(asked.macro_f1(), digits),
                status_text(report),
                decimal_text(of.inverse_temperature),
                decimal_text(of.learning_rate),
                of.repeat,
                asked.text(),
                ""};
    }

    [[nodiscard]] std::string images(training_run& learning, std::size_t size_K) const {
        memory_images drawn{train_digits().rows, train_digits().columns, {}};
        std::size_t const size_N = train_digits().N() + train_digits().classes.size();
        std::vector<double> const all = learning.network().memories();
        for (std::size_t mu = 0; mu < std::min(size_K, most_drawn_memories); ++mu)
            drawn.memories.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(mu * size_N),
                                        all.begin() + static_cast<std::ptrdiff_t>((mu + 1) * size_N));
        return drawn.text();
    }

    void save_memories(training_run& learning, std::size_t size_K, std::size_t size_N) const {
        std::vector<double> const all = learning.network().memories();
        real_patterns saved(size_K, size_N);
        for (std::size_t mu = 0; mu < size_K; ++mu)
            for (std::size_t i = 0; i < size_N; ++i) saved.set(mu, i, all[mu * size_N + i]);
        write_patterns(*save, saved);
    }
};

judgement classify_judgement(results const& rows, arguments const& given) {
    judgement verdict{classify_verdict(rows), false};
    std::string const& file = given.text("--save");
    if (std::error_code ignored; !file.empty() && !std::filesystem::exists(file, ignored))
        verdict.sentences.push_back(fmt::format(
            "{} was not written: the results were there already. Another --output, or --force, trains again.", file));
    return verdict;
}

}  // namespace

study_entry classify_study() {
    return with_presets(
        table_entry<classify>(
            "classify",
            "How well does a Dense Associative Memory read handwritten digits, in which format and formulation?",
            {classify_judgement, [](results const& rows, arguments const&) { return classify_figures(rows); },
             [](results const& rows, arguments const&) { return classify_files(rows); }},
            {{"ulpfield classify --mnist DIR --preset krotov-hopfield --output kh",
              "the network of Krotov and Hopfield"},
             {"ulpfield classify --preset list", "all presets and what they set"}}),
        preset_kind::map, classify_presets());
}

}  // namespace ulpfield::study
