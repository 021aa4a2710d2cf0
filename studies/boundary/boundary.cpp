#include "studies/boundary/boundary.hpp"

#include <fmt/format.h>

#include "studies/boundary/advise.hpp"
#include "studies/boundary/figures.hpp"
#include "studies/boundary/plan.hpp"
#include "study/grid.hpp"
#include "ulpfield/boundary/observation.hpp"
#include "ulpfield/boundary/prediction.hpp"

namespace ulpfield::study {

namespace {

std::string text_of(boundary_order const& n) { return n ? std::to_string(*n) : ""; }

class boundary final : public planned_study {
public:
    explicit boundary(boundary_plan plan)
        : plan_(std::move(plan)),
          grid_({plan_.formats.size(), plan_.scalings.size(), plan_.interactions.size(), plan_.N.size(),
                 plan_.K.size()}) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {{"format", "number format", false},
                {"scaling", "formulation of Eq. 4/13", false},
                {"interaction", "interaction function F", false},
                {"N", "neurons"},
                {"K", "memories in total"},
                {"quantity", "which boundary", false},
                {"n_predicted", "order n from the format's numbers, by exact arithmetic; 0: no n, empty: no limit"},
                {"n_observed", "order n found by running the format's code"}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return plan_.parameters;
    }
    [[nodiscard]] std::uint64_t cells() const override { return grid_.cells(); }

    [[nodiscard]] double cost(std::uint64_t cell) const override {
        auto const at = grid_.at(cell);
        number_format const& format = plan_.formats[at[0]];
        double const p = format.precision;
        // Nanoseconds of an operation of the format, roughly; then operations: powers, terms, sums.
        double const each = p > 64 ? 100 + 0.002 * p * p : p <= 25 ? 3 : 2;
        double const N = static_cast<double>(plan_.N[at[3]]);
        double const K = static_cast<double>(plan_.K[at[4]]);
        bool const factors = std::holds_alternative<factored>(plan_.scalings[at[1]]);
        return 2e5 + each * (20 * K + 400 * std::min(N, 512.0)) + (factors ? 1e4 * std::min(N, 64.0) : 0);
    }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        auto const at = grid_.at(cell);
        std::int64_t const N = plan_.N[at[3]];
        std::int64_t const K = plan_.K[at[4]];
        std::string const& F = plan_.interactions[at[2]];
        boundary_setting const setting{{plan_.formats[at[0]], plan_.scalings[at[1]], plan_.power, N, plan_.similarity},
                                       make_interaction("--interaction", F, 1),
                                       K};
        cell_result result;
        for (boundary_quantity const quantity : plan_.quantities)
            result.rows.push_back(
                {setting.terms.format.name, std::string(name(setting.terms.scaling)), F, std::to_string(N),
                 std::to_string(K), std::string(boundary_quantities[static_cast<std::size_t>(quantity)].second),
                 text_of(predict(setting, quantity, stop)), text_of(observe(setting, quantity, stop))});
        return result;
    }

    [[nodiscard]] judgement judge(results const& rows) const override {
        std::uint64_t all = 0;
        std::uint64_t apart = 0;
        std::string first;
        rows.for_each([&](std::uint64_t, row const& at) {
            ++all;
            if (at[6] == at[7]) return;
            if (apart++ == 0) first = fmt::format("{}", fmt::join(at, ","));
        });
        if (apart == 0) return {{fmt::format("All {} predictions are what the formats do.", all)}, false};
        return {
            {fmt::format("{} of {} predictions differ from what the format does; the first: {}", apart, all, first)},
            true};
    }

    [[nodiscard]] std::vector<figure> figures(results const& rows) const override {
        return boundary_atlas(rows, plan_.similarity.text());
    }

private:
    boundary_plan plan_;
    grid grid_;
};

}  // namespace

study_entry boundary_study() {
    return {"boundary", "At which order n does a number format stop, and what should be used instead?",
            boundary_options(), [](arguments const& given) -> std::unique_ptr<planned_study> {
                boundary_plan plan = read_boundary_plan(given);
                if (plan.advise) return make_advise_study(std::move(plan));
                return std::make_unique<boundary>(std::move(plan));
            }};
}

}  // namespace ulpfield::study
