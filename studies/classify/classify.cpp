#include "studies/classify/classify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <optional>
#include <sstream>

#include "studies/classify/columns.hpp"
#include "studies/classify/figures.hpp"
#include "studies/classify/memory_image.hpp"
#include "studies/classify/presets.hpp"
#include "studies/shared/digits/training.hpp"
#include "studies/shared/training/value_text.hpp"
#include "study/list.hpp"
#include "study/real_list.hpp"
#include "study/recorded_study.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/training/checkpoint_text.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t most_drawn_networks = 12;
constexpr std::size_t most_drawn_memories = 25;

std::vector<option> classify_options() {
    std::vector<option> options = digit_training_options();
    options.push_back({"--every", "EPOCHS", "10", "a row every so many epochs, besides the first and the last"});
    options.push_back(
        {"--save", "FILE", "",
         "write the learned memories there as .npy, K x (pixels + 10) (one network, class weights clamped)"});
    return options;
}

/// A network on its way, as text: the rows there are, then its checkpoint.
std::string kept(std::vector<row> const& rows, std::string const& checkpoint) {
    std::string text = std::to_string(rows.size()) + '\n';
    for (row const& each : rows) {
        for (std::string const& value : each) text += value + '\t';
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

class classify final : public planned_study {
public:
    explicit classify(arguments const& given)
        : plan_(given, classify_presets(), selection::first),
          every_(parse_integer("--every", with_preset(given, true, classify_presets()).text("--every"), 1, 10'000'000)),
          save_(given.text("--save")) {
        if (save_.empty()) return;
        if (!save_.ends_with(".npy"))
            throw usage_error(fmt::format("--save: '{}' does not end in .npy; accepted: a .npy file", save_));
        if (plan_.cells() != 1)
            throw usage_error(fmt::format("--save: {} networks are trained; accepted: one", plan_.cells()));
        auto const setting = plan_.setting(plan_.at(0));
        auto const N = static_cast<std::size_t>(plan_.at(0).of.N);
        if (setting.clamp_from > 0 || setting.clamp_to < N)
            throw usage_error(
                "--save: weights that are not clamped leave [-1, 1], and no option reads such memories; accepted: "
                "--class-weights clamped (and no --clamp but all)");
    }

    [[nodiscard]] std::vector<column> columns() const override { return columns_of_classify(); }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        auto all = plan_.parameters();
        all.emplace_back("--every", std::to_string(every_));
        return all;
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        return plan_.provenance();
    }
    [[nodiscard]] std::uint64_t cells() const override { return plan_.cells(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override { return plan_.cost(plan_.at(cell)); }
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        return resume(cell, {}, stop);
    }

    /// Learns for about ten seconds more, whole epochs; what is kept in between is exact, so where it is cut plays no
    /// part.
    [[nodiscard]] cell_result resume(std::uint64_t cell, std::string const& unfinished,
                                     std::stop_token const& stop) const override {
        digit_network const which = plan_.at(cell);
        auto const K = static_cast<std::size_t>(which.of.K);
        auto const N = static_cast<std::size_t>(which.of.N);
        training_setting const setting = plan_.setting(which);
        training_run learning(setting, plan_.train_states(), K,
                              unfinished.empty() ? plan_.initial(which) : std::vector<double>(K * N));
        cell_result result;
        std::uint64_t const asked = static_cast<std::uint64_t>(plan_.epochs());
        if (!unfinished.empty()) {
            std::string_view rest = unfinished;
            result.rows = take_rows(rest);
            learning.resume(rest);
        }
        // Writing the checkpoint of a large network takes a second for every 20 million entries or so.
        auto const end =
            std::chrono::steady_clock::now() + std::chrono::seconds(10) + std::chrono::microseconds(K * N * 5);
        std::uint64_t const before = learning.epoch();
        if (unfinished.empty()) result.rows.push_back(look(which, setting, learning, stop));
        while (learning.epoch() < asked && !learning.over()) {
            bool const any = learning.epoch() > before;
            if (stop.stop_requested() && !any) throw interrupted{};
            if (any && (stop.stop_requested() || std::chrono::steady_clock::now() > end)) {
                result.unfinished = kept(result.rows, learning.checkpoint());
                result.rows.clear();
                return result;
            }
            learning.advance(stop);
            if (has_row(learning.epoch())) result.rows.push_back(look(which, setting, learning, stop));
        }
        if (learning.over()) add_rows_at_rest(which, setting, learning, stop, result.rows);
        if (plan_.cells() <= most_drawn_networks) result.rows.back()[classify_columns::memories] = images(learning, K);
        if (!save_.empty()) save(learning, K, N);
        return result;
    }

    [[nodiscard]] judgement judge(results const& rows) const override {
        judgement verdict{classify_verdict(rows), false};
        if (std::error_code ignored; !save_.empty() && !std::filesystem::exists(save_, ignored))
            verdict.sentences.push_back(fmt::format(
                "{} was not written: the results were there already. Another --output, or --force, trains again.",
                save_));
        return verdict;
    }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return classify_figures(rows); }
    [[nodiscard]] std::vector<result_file> files(results const& rows) const override { return classify_files(rows); }

private:
    [[nodiscard]] bool has_row(std::uint64_t epoch) const {
        return epoch % static_cast<std::uint64_t>(every_) == 0 || epoch == static_cast<std::uint64_t>(plan_.epochs());
    }
    /// Once nothing changes any more, later rows tell of the same network.
    void add_rows_at_rest(digit_network const& which, training_setting const& setting, training_run& learning,
                          std::stop_token const& stop, std::vector<row>& rows) const {
        std::uint64_t const ended = learning.epoch();
        std::optional<row> at_rest;
        for (std::uint64_t epoch = ended + 1; epoch <= static_cast<std::uint64_t>(plan_.epochs()); ++epoch) {
            if (!has_row(epoch)) continue;
            if (!at_rest) {
                at_rest = look(which, setting, learning, stop);
                (*at_rest)[classify_columns::status] = status_text(learning.look(std::nullopt, stop), epoch);
            }
            (*at_rest)[classify_columns::epoch] = std::to_string(epoch);
            rows.push_back(*at_rest);
        }
    }
    [[nodiscard]] row look(digit_network const& which, training_setting const& setting, training_run& learning,
                           std::stop_token const& stop) const {
        training_run::report const seen = learning.look(std::nullopt, stop);
        confusion const train =
            compare_answers(plan_.train(), learning.network().strongest(plan_.train_states(), stop));
        confusion const test = compare_answers(plan_.test(), learning.network().strongest(plan_.test_states(), stop));
        network const& of = which.of;
        int const digits = shown_digits(*of.format);
        return {std::string(name(which.rule)),
                std::string(name(of.formulation)),
                of.format->name,
                *of.interaction_name,
                std::to_string(of.n),
                std::to_string(setting.m),
                std::to_string(of.K),
                std::to_string(seen.epoch),
                shown_text(train.error(), digits),
                shown_text(test.error(), digits),
                shown_text(test.macro_f1(), digits),
                status_text(seen),
                decimal_text(of.inverse_temperature),
                decimal_text(of.learning_rate),
                std::to_string(of.repeat),
                test.text(),
                ""};
    }

    [[nodiscard]] std::string images(training_run& learning, std::size_t K) const {
        memory_images drawn{plan_.train().rows, plan_.train().columns, {}};
        std::size_t const N = plan_.train().N() + digit_classes;
        std::vector<double> const all = learning.network().memories();
        for (std::size_t mu = 0; mu < std::min(K, most_drawn_memories); ++mu)
            drawn.memories.emplace_back(all.begin() + static_cast<std::ptrdiff_t>(mu * N),
                                        all.begin() + static_cast<std::ptrdiff_t>((mu + 1) * N));
        return drawn.text();
    }

    void save(training_run& learning, std::size_t K, std::size_t N) const {
        std::vector<double> const all = learning.network().memories();
        real_patterns patterns(K, N);
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = 0; i < N; ++i) patterns.set(mu, i, all[mu * N + i]);
        write_patterns(save_, patterns);
    }

    digit_plan plan_;
    std::int64_t every_;
    std::string save_;
};

}  // namespace

study_entry classify_study() {
    return {"classify",
            "How well does a Dense Associative Memory read handwritten digits, in which format and formulation?",
            classify_options(),
            [](arguments const& given) -> std::unique_ptr<planned_study> {
                if (auto listed = preset_list(given, classify_presets())) return listed;
                return std::make_unique<classify>(given);
            },
            [](arguments const& given) -> std::unique_ptr<planned_study> {
                if (auto listed = preset_list(given, classify_presets())) return listed;
                return std::make_unique<recorded_study>(
                    recorded_study::reader{columns_of_classify, classify_verdict, classify_figures, classify_files});
            }};
}

}  // namespace ulpfield::study
