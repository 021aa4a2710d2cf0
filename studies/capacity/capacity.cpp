#include "capacity/capacity.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "capacity/pictures.hpp"
#include "capacity/plan.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/moments.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/stable.hpp"

namespace ulpfield {

namespace {

using capacity::answer;
using capacity::method;

/// Words a Monte Carlo cell may draw: about an hour.
constexpr double most_words = 2e12;

class capacity_tables final : public study {
public:
    explicit capacity_tables(capacity_plan plan) : plan_(std::move(plan)) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {{"N", "neurons"},
                {"n", "order of F"},
                {"interaction", "interaction function F", false},
                {"K", "memories in total"},
                {"delta", "allowed probability that a memory is not kept whole (alpha: P_error)"},
                {"epsilon", "tolerance of a match"},
                {"quantity", "what is given", false},
                {"method", "by which formula or law", false},
                {"value", "its value; empty: out of the method's reach"},
                {"lower", "lower end: of a 95 % interval (monte-carlo), else of a proved bound"},
                {"upper", "upper end, likewise"},
                {"trust", "exact, good, poor (off by more than a factor 2 from the best value), empty where unknown",
                 false}};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return plan_.parameters;
    }
    [[nodiscard]] std::uint64_t cells() const override { return plan_.cells.size(); }

    [[nodiscard]] double cost(std::uint64_t number) const override {
        capacity_cell const& cell = plan_.cells[number];
        double work =
            0.01 + 1e-6 * static_cast<double>(cell.where.N) + 1e-6 * std::pow(static_cast<double>(plan_.digits), 2);
        for (method const how : cell.methods) {
            if (how == method::monte_carlo) work += words(cell) * 3e-9;
            if (how == method::exact) work += 0.05;
        }
        return work;
    }

    [[nodiscard]] cell_result run(std::uint64_t number, std::stop_token const& stop) const override {
        capacity_cell const& cell = plan_.cells[number];
        cell_result result;
        std::optional<capacity::bit_error> bit;
        if (cell.quantity->name == "p-error" || cell.quantity->name == "p-tie") bit.emplace(cell.where, cell.K);
        for (method const how : cell.methods) {
            if (stop.stop_requested()) throw interrupted{};
            answer const found = compute(cell, how, bit, stop);
            if (!found.reached())
                result.failure += fmt::format("{}{} by {}: {}", result.failure.empty() ? "" : "\n", describe(cell),
                                              capacity::name(how), found.reason);
            result.rows.push_back({cell.quantity->needs_N ? std::to_string(cell.where.N) : "",
                                   cell.quantity->needs_n ? std::to_string(cell.where.n) : "",
                                   cell.quantity->needs_interaction ? capacity::name(cell.where.F) : "",
                                   cell.quantity->needs_K ? std::to_string(cell.K) : "", cell.delta, cell.epsilon,
                                   cell.quantity->name, capacity::name(how), found.value, found.lower, found.upper,
                                   found.trust});
        }
        return result;
    }

    [[nodiscard]] judgement judge(results const& rows) const override {
        std::uint64_t poor = 0;
        std::uint64_t judged = 0;
        rows.for_each([&](std::uint64_t, row const& at) {
            judged += at.back().empty() ? 0 : 1;
            poor += at.back() == "poor" ? 1 : 0;
        });
        std::vector<std::string> text;
        if (judged > 0)
            text.push_back(fmt::format(
                "{} of {} judged values are poor: off by more than a factor 2 from the exact law or the best estimate.",
                poor, judged));
        if (plan_.layout != "plain")
            for (std::string const& line : capacity_layout(rows, plan_.layout)) text.push_back(line);
        return {std::move(text), false};
    }

    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return capacity_figures(rows); }

private:
    /// Random words that Monte Carlo draws for a cell.
    [[nodiscard]] double words(capacity_cell const& cell) const {
        return static_cast<double>(plan_.trials) * static_cast<double>(cell.K) *
               std::ceil(static_cast<double>(cell.where.N) / 64);
    }

    [[nodiscard]] static std::string describe(capacity_cell const& cell) {
        std::string text = cell.quantity->name;
        if (cell.quantity->needs_interaction) text += " of " + capacity::name(cell.where.F) + " F";
        if (cell.quantity->needs_N) text += fmt::format(", N = {}", cell.where.N);
        if (cell.quantity->needs_n) text += fmt::format(", n = {}", cell.where.n);
        if (cell.quantity->needs_K) text += fmt::format(", K = {}", cell.K);
        if (!cell.delta.empty()) text += ", delta = " + cell.delta;
        if (!cell.epsilon.empty()) text += ", epsilon = " + cell.epsilon;
        return text;
    }

    [[nodiscard]] answer sampled(capacity_cell const& cell, std::optional<capacity::bit_error> const& bit,
                                 std::stop_token const& stop) const {
        answer result;
        if (cell.where.N > 100'000 || cell.K > 1'000'000'000 || words(cell) > most_words) {
            result.reason = fmt::format(
                "{} trials would draw {:.3g} random words (at most {:.0g}, N <= 100000, K <= 10^9); use saddlepoint or "
                "fewer --trials",
                plan_.trials, words(cell), most_words);
            return result;
        }
        capacity::sample drawn;
        // In portions, so that an interruption is heard.
        for (std::int64_t first = 0; first < plan_.trials; first += 256) {
            drawn += capacity::draw(cell.where, cell.K, plan_.seed, first,
                                    std::min<std::int64_t>(256, plan_.trials - first), stop);
            if (stop.stop_requested()) throw interrupted{};
        }
        int const digits = std::min(plan_.digits, 12);
        if (cell.quantity->name == "stable") return capacity::stable_estimate(drawn, digits);
        bool const tie = cell.quantity->name == "p-tie";
        result = tie ? capacity::tie_estimate(drawn, cell.where.N, digits)
                     : capacity::error_estimate(drawn, cell.where.N, digits);
        if (bit && result.value != "0") result.trust = tie ? bit->trust_in_tie(result) : bit->trust(result);
        return result;
    }

    [[nodiscard]] answer compute(capacity_cell const& cell, method how, std::optional<capacity::bit_error> const& bit,
                                 std::stop_token const& stop) const {
        std::string const& what = cell.quantity->name;
        if (how == method::monte_carlo && what != "k-max") return sampled(cell, bit, stop);
        if (what == "p-error") {
            answer found = bit->error(how, plan_.digits);
            found.trust = bit->trust(found);
            return found;
        }
        if (what == "p-tie") {
            answer found = bit->tie(how, plan_.digits);
            found.trust = bit->trust_in_tie(found);
            return found;
        }
        if (what == "k-max") return capacity::k_max(cell.where, cell.delta, plan_.rule, how, plan_.digits);
        if (what == "alpha") return capacity::alpha(cell.where.F, cell.where.n, cell.delta, plan_.digits);
        if (what == "mean") return capacity::mean_of_gap(cell.where, how, plan_.digits);
        if (what == "variance") return capacity::variance_of_crosstalk(cell.where, how, plan_.digits);
        if (what == "kurtosis") return capacity::kurtosis_of_crosstalk(cell.where, how, plan_.digits);
        if (what == "stable") return capacity::all_bits_stable(cell.where, cell.K, how, plan_.digits);
        return capacity::overlap_match(cell.where.N, cell.epsilon, cell.K, plan_.which, how, plan_.digits);
    }

    capacity_plan plan_;
};

}  // namespace

study_entry capacity_study() {
    return {"capacity",
            "How many memories does a Dense Associative Memory hold, by every formula and by the exact law?",
            capacity_options(), [](arguments const& given) -> std::unique_ptr<study> {
                return std::make_unique<capacity_tables>(read_capacity_plan(given));
            }};
}

}  // namespace ulpfield
