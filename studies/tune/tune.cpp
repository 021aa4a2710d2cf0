#include "studies/tune/tune.hpp"

#include "studies/shared/training/presets.hpp"
#include "studies/shared/training/training_axes.hpp"
#include "studies/shared/training/value_text.hpp"
#include "studies/tune/figures.hpp"
#include "study/cell_share.hpp"
#include "study/real_list.hpp"
#include "study/table.hpp"

namespace ulpfield::study {

namespace {

struct tune_axes : training_axes {
    tune_axes() : training_axes(true) {}
};

struct tune_row {
    std::uint64_t epochs = 0;
    std::string loss;
    std::string distance;
    std::optional<std::size_t> recalled;
    std::string status;
    std::size_t cycling = 0;
};

class tune final : public table<tune_axes, tune_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        return {{"epochs", "done; less than asked for where nothing could change any more", &tune_row::epochs},
                {"loss", "after them, as the format computes it", &tune_row::loss, true, ".6g"},
                {"distance", distance_meaning, &tune_row::distance, true, ".4g"},
                {"recalled", "learned states that relax to themselves", &tune_row::recalled},
                {"status", status_meaning, &tune_row::status, false},
                {"cycling", "", &tune_row::cycling}};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override { return facts(); }
    [[nodiscard]] double cost_at(place const& at) const override { return training_cost(task(at)); }

    /// X as this formulation uses it.
    [[nodiscard]] std::string key_text(any_axis const& key, place const& at) const override {
        return &key == &inverse_temperature ? decimal_text(task(at).inverse_temperature) : table::key_text(key, at);
    }

    [[nodiscard]] std::vector<tune_row> measure(place const& at, std::stop_token const& stop) const override {
        training_task const of = task(at);
        training_run learning(setting(of), states(of), static_cast<std::size_t>(of.K), initial_of(of));
        for (std::int64_t epoch = 1; epoch <= *epochs && !learning.over(); ++epoch) {
            learning.advance(stop);
            cell_share_done(epoch, *epochs);
        }
        training_run::report const report = learning.look(probe(at), stop);
        int const digits = shown_digits(of.format);
        tune_row row;
        row.epochs = report.epoch;
        row.loss = shown_text(report.loss, digits);
        if (report.distance) {
            row.distance = shown_text(*report.distance, digits);
            row.recalled = report.recalled;
        }
        row.status = status_text(report);
        row.cycling = report.cycling;
        return {std::move(row)};
    }
};

}  // namespace

study_entry tune_study() {
    return with_presets(
        table_entry<tune>("tune", "For which temperatures and learning rates does a Dense Associative Memory learn?",
                          {[](results const& rows, arguments const&) {
                               return judgement{tune_verdict(rows), false};
                           },
                           [](results const& rows, arguments const&) { return tune_figures(rows); }, nullptr, nullptr},
                          {{"ulpfield tune --preset figure-3 --output maps", "the maps of Figure 3, kept in maps/"},
                           {"ulpfield tune --n 3 --inverse-temperature 0.1:10:log5 --learning-rate 0.1,1 --epochs 50",
                            "a small map"}}),
        preset_kind::map, training_presets());
}

}  // namespace ulpfield::study
