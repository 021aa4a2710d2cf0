#include "studies/boundary/boundary.hpp"

#include <fmt/format.h>

#include "studies/boundary/advise.hpp"
#include "studies/boundary/axes.hpp"
#include "studies/boundary/figures.hpp"
#include "study/table.hpp"
#include "ulpfield/boundary/observation.hpp"
#include "ulpfield/boundary/prediction.hpp"

namespace ulpfield::study {

namespace {

struct boundary_row {
    boundary_quantity quantity;
    boundary_order predicted;
    boundary_order observed;
};

class boundary final : public table<boundary_axes, boundary_row> {
public:
    boundary() { set_product(formats, scaling, F, N, K, rounding, subnormals); }

protected:
    [[nodiscard]] std::vector<value> values() const override {
        return {
            {"quantity", "which boundary",
             [](boundary_row const& of) { return boundary_quantities[static_cast<std::size_t>(of.quantity)].second; },
             false},
            {"n_predicted", "order n from the format's numbers, by exact arithmetic; 0: no n, empty: no limit",
             &boundary_row::predicted},
            {"n_observed", "order n found by running the format's code", &boundary_row::observed}};
    }

    [[nodiscard]] double cost_at(place const& at) const override {
        double const p = at[formats].precision;
        // Nanoseconds of an operation of the format, roughly; then operations: powers, terms, sums.
        double const operation = p > 64 ? 100 + 0.002 * p * p : p <= 25 ? 3 : 2;
        double const neurons = static_cast<double>(at[N]);
        bool const factors = std::holds_alternative<factored>(at[scaling]);
        return 2e5 + operation * (20 * static_cast<double>(at[K]) + 400 * std::min(neurons, 512.0)) +
               (factors ? 1e4 * std::min(neurons, 64.0) : 0);
    }

    [[nodiscard]] std::vector<boundary_row> measure(place const& at, std::stop_token const& stop) const override {
        boundary_setting const setting{
            {rounded_so(at[formats], at[rounding], at[subnormals]), at[scaling], *power, at[N], *similarity},
            at[F],
            at[K]};
        std::vector<boundary_row> rows;
        for (boundary_quantity const quantity : quantities.values())
            rows.push_back({quantity, predict(setting, quantity, stop), observe(setting, quantity, stop)});
        return rows;
    }
};

judgement verdict_of(results const& rows, arguments const& given) {
    if (given.flag("--advise")) return advice_verdict(rows);
    result_column const predicted = rows["n_predicted"], observed = rows["n_observed"];
    std::uint64_t all = 0;
    std::uint64_t apart = 0;
    std::string first;
    rows.for_each([&](std::uint64_t, row const& at) {
        ++all;
        if (predicted(at) == observed(at)) return;
        if (apart++ == 0) first = fmt::format("{}", fmt::join(at, ","));
    });
    if (apart == 0) return {{fmt::format("All {} predictions are what the formats do.", all)}, false};
    return {{fmt::format("{} of {} predictions differ from what the format does; the first: {}", apart, all, first)},
            true};
}

std::vector<figure> figures_of(results const& rows, arguments const& given) {
    if (given.flag("--advise")) return {};
    return boundary_atlas(rows, parse_similarity(given.text("--similarity")).text());
}

}  // namespace

study_entry boundary_study() {
    reading const of{verdict_of, figures_of};
    return {"boundary",
            "At which order n does a number format stop, and what should be used instead?",
            boundary().options(),
            [of](arguments const& given) {
                return given.flag("--advise") ? make_advice(given, of) : plan_table<boundary>(given, of);
            },
            nullptr,
            {{"ulpfield boundary --N 100,784 --K 1000", "at which n each format stops"},
             {"ulpfield boundary --advise --N 100 --K 1000 --n 10", "formats and scalings that are exact or safe"}}};
}

}  // namespace ulpfield::study
