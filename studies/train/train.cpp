#include "studies/train/train.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "studies/shared/training/plan.hpp"
#include "studies/shared/training/presets.hpp"
#include "studies/shared/training/value_text.hpp"
#include "studies/train/figures.hpp"
#include "studies/train/recall_table.hpp"
#include "study/grid.hpp"
#include "study/list.hpp"
#include "study/recorded_study.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

std::vector<option> train_options() {
    std::vector<option> options = training_options(false);
    options.push_back({"--every", "EPOCHS", "10", "a row every so many epochs, besides the first and the last"});
    options.push_back({"--save", "FILE", "",
                       "write the learned memories there as .npy (one network only); --memories of compare takes them "
                       "where the clamp keeps all weights in [-1, 1]"});
    options.push_back({"--gradient", "FILE", "",
                       "write dL/dzeta at the initial memories there as .npy (one network only; --epochs 0 allowed)"});
    return options;
}

std::string npy_name(std::string const& option_name, arguments const& given) {
    std::string const& name = given.text(option_name);
    if (given.given(option_name) && !name.ends_with(".npy"))
        throw usage_error(fmt::format("{}: '{}' does not end in .npy; accepted: a .npy file", option_name, name));
    return name;
}

real_patterns as_patterns(std::size_t K, std::size_t N, std::vector<double> const& entries) {
    real_patterns patterns(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) patterns.set(mu, i, entries[mu * N + i]);
    return patterns;
}

class train final : public planned_study {
public:
    explicit train(arguments const& given)
        : plan_(given, false),
          every_(parse_integer("--every", given.text("--every"), 1, 10'000'000)),
          save_(npy_name("--save", given)),
          gradient_(npy_name("--gradient", given)),
          grid_({plan_.formulations.size(), plan_.formats.size(), plan_.interactions.size(), plan_.n.size(),
                 plan_.N.size(), plan_.K.size(), static_cast<std::size_t>(plan_.repeats)}) {
        for (auto const& [option_name, file] : {std::pair("--save", save_), std::pair("--gradient", gradient_)})
            if (!file.empty() && grid_.cells() != 1)
                throw usage_error(
                    fmt::format("{}: {} networks are trained; accepted: one", option_name, grid_.cells()));
    }

    [[nodiscard]] std::vector<column> columns() const override { return train_columns(); }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        auto all = plan_.parameters();
        all.emplace_back("--every", std::to_string(every_));
        return all;
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        return plan_.provenance();
    }
    [[nodiscard]] std::uint64_t cells() const override { return grid_.cells(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override { return plan_.cost(at(cell)); }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        network const of = at(cell);
        training_run learning(plan_.setting(of), plan_.states(of), static_cast<std::size_t>(of.K), plan_.initial(of));
        auto const K = static_cast<std::size_t>(of.K);
        auto const N = static_cast<std::size_t>(of.N);
        if (!gradient_.empty()) write_patterns(gradient_, as_patterns(K, N, learning.network().gradient()));
        cell_result result;
        // Once nothing changes any more, later rows tell of the same network.
        std::optional<training_run::report> final_report;
        for (std::int64_t epoch = 0;; ++epoch) {
            bool const last = epoch == plan_.epochs;
            if (last || epoch % every_ == 0) {
                training_run::report const report = final_report ? *final_report : learning.look(plan_.probe, stop);
                if (learning.over() && !final_report) final_report = report;
                result.rows.push_back(row_at(static_cast<std::uint64_t>(epoch), of, report, last));
            }
            if (last) break;
            learning.advance(stop);
        }
        if (!save_.empty()) write_patterns(save_, as_patterns(K, N, learning.network().memories()));
        return result;
    }

    [[nodiscard]] judgement judge(results const& rows) const override {
        judgement verdict{train_sentences(rows), false};
        for (auto const& [option_name, file] : {std::pair("--save", save_), std::pair("--gradient", gradient_)})
            if (std::error_code ignored; !file.empty() && !std::filesystem::exists(file, ignored))
                verdict.sentences.push_back(fmt::format(
                    "{} was not written: the results were there already. Another --output, or --force, trains again.",
                    file));
        return verdict;
    }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return train_figures(rows); }
    [[nodiscard]] std::vector<result_file> files(results const& rows) const override { return recall_table(rows); }

private:
    [[nodiscard]] static row row_at(std::uint64_t epoch, network const& of, training_run::report const& report,
                                    bool last) {
        int const digits = shown_digits(*of.format);
        std::string step_max;
        if (epoch == report.epoch)
            step_max = epoch == 0 ? "" : shown_text(report.largest_step, digits);
        else
            step_max = report.status == training_status::diverged ? "nan" : "0";
        return {std::string(name(of.formulation)),
                of.format->name,
                *of.interaction_name,
                std::to_string(of.n),
                std::to_string(of.N),
                std::to_string(of.K),
                std::to_string(of.repeat),
                std::to_string(epoch),
                shown_text(report.loss, digits),
                std::move(step_max),
                report.distance ? shown_text(*report.distance, digits) : "",
                status_text(report, epoch),
                last ? probes_text(report.probes) : ""};
    }
    [[nodiscard]] network at(std::uint64_t cell) const {
        auto const index = grid_.at(cell);
        network of{};
        of.formulation = plan_.formulations[index[0]];
        of.format = &plan_.formats[index[1]];
        of.interaction_name = &plan_.interactions[index[2]];
        of.n = plan_.n[index[3]];
        of.N = plan_.N[index[4]];
        of.K = plan_.K[index[5]];
        of.P = plan_.P.front();
        of.inverse_temperature = plan_.inverse_temperature_of(of.formulation, plan_.inverse_temperatures.front(), of.N);
        of.learning_rate = plan_.learning_rates.front();
        of.repeat = static_cast<std::int64_t>(index[6]) + 1;
        return of;
    }

    training_plan plan_;
    std::int64_t every_;
    std::string save_;
    std::string gradient_;
    grid grid_;
};

}  // namespace

study_entry train_study() {
    return {"train", "How does a Dense Associative Memory learn, in a number format and a formulation?",
            train_options(),
            [](arguments const& given) -> std::unique_ptr<planned_study> {
                if (auto listed = preset_list(given)) return listed;
                return std::make_unique<train>(given);
            },
            [](arguments const& given) -> std::unique_ptr<planned_study> {
                if (auto listed = preset_list(given)) return listed;
                return std::make_unique<recorded_study>(
                    recorded_study::reader{train_columns, train_sentences, train_figures, recall_table});
            }};
}

}  // namespace ulpfield::study
