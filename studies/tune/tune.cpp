#include "studies/tune/tune.hpp"

#include <fmt/format.h>

#include "studies/shared/training/plan.hpp"
#include "studies/shared/training/presets.hpp"
#include "studies/shared/training/value_text.hpp"
#include "studies/tune/figures.hpp"
#include "study/grid.hpp"
#include "study/real_list.hpp"
#include "study/recorded_study.hpp"

namespace ulpfield::study {

namespace {

class tune final : public planned_study {
public:
    explicit tune(arguments const& given)
        : plan_(given, true),
          grid_({plan_.formulations.size(), plan_.formats.size(), plan_.interactions.size(), plan_.n.size(),
                 plan_.N.size(), plan_.K.size(), plan_.P.size(), plan_.inverse_temperatures.size(),
                 plan_.learning_rates.size(), static_cast<std::size_t>(plan_.repeats)}) {}

    [[nodiscard]] std::vector<column> columns() const override { return tune_columns(); }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return plan_.parameters();
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        return plan_.provenance();
    }
    [[nodiscard]] std::uint64_t cells() const override { return grid_.cells(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override { return plan_.cost(at(cell)); }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        network const of = at(cell);
        training_run learning(plan_.setting(of), plan_.states(of), static_cast<std::size_t>(of.K), plan_.initial(of));
        for (std::int64_t epoch = 1; epoch <= plan_.epochs && !learning.over(); ++epoch) learning.advance(stop);
        training_run::report const seen = learning.look(plan_.probe, stop);
        int const digits = shown_digits(*of.format);
        return {
            {{std::string(name(of.formulation)), of.format->name, *of.interaction_name, std::to_string(of.n),
              std::to_string(of.N), std::to_string(of.K), std::to_string(of.P), decimal_text(of.inverse_temperature),
              decimal_text(of.learning_rate), std::to_string(of.repeat), std::to_string(seen.epoch),
              shown_text(seen.loss, digits), seen.distance ? shown_text(*seen.distance, digits) : "",
              seen.distance ? std::to_string(seen.recalled) : "", status_text(seen), std::to_string(seen.cycling)}},
            {}};
    }

    [[nodiscard]] judgement judge(results const& rows) const override { return {tune_verdict(rows), false}; }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return tune_figures(rows); }

private:
    [[nodiscard]] network at(std::uint64_t cell) const {
        auto const index = grid_.at(cell);
        network of{};
        of.formulation = plan_.formulations[index[0]];
        of.format = &plan_.formats[index[1]];
        of.interaction_name = &plan_.interactions[index[2]];
        of.n = plan_.n[index[3]];
        of.N = plan_.N[index[4]];
        of.K = plan_.K[index[5]];
        of.P = plan_.P[index[6]];
        of.inverse_temperature =
            plan_.inverse_temperature_of(of.formulation, plan_.inverse_temperatures[index[7]], of.N);
        of.learning_rate = plan_.learning_rates[index[8]];
        of.repeat = static_cast<std::int64_t>(index[9]) + 1;
        return of;
    }

    training_plan plan_;
    grid grid_;
};

}  // namespace

study_entry tune_study() {
    return {
        "tune", "For which temperatures and learning rates does a Dense Associative Memory learn?",
        training_options(true),
        [](arguments const& given) -> std::unique_ptr<planned_study> {
            if (auto listed = preset_list(given)) return listed;
            return std::make_unique<tune>(given);
        },
        [](arguments const& given) -> std::unique_ptr<planned_study> {
            if (auto listed = preset_list(given)) return listed;
            return std::make_unique<recorded_study>(recorded_study::reader{tune_columns, tune_verdict, tune_figures});
        }};
}

}  // namespace ulpfield::study
