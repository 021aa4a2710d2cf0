#include "studies/capacity/capacity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "studies/capacity/axes.hpp"
#include "studies/capacity/figures.hpp"
#include "studies/capacity/samples.hpp"
#include "studies/capacity/verdict.hpp"
#include "study/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/moments.hpp"
#include "ulpfield/capacity/stable.hpp"
#include "ulpfield/capacity/stored.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

namespace {

using capacity::answer;
using capacity::method;

/// Words a Monte Carlo cell may draw: about an hour.
constexpr double most_words = 2e12;

struct capacity_row {
    std::string method;
    std::string value;
    std::string lower;
    std::string upper;
    std::string trust;
};

class capacity_tables final : public table<capacity_axes, capacity_row> {
public:
    [[nodiscard]] cell_result run(std::uint64_t number, std::stop_token const& stop) const override {
        return resume(number, {}, stop);
    }

    /// Monte Carlo first, in portions whose sums are kept; the other methods take seconds at most.
    [[nodiscard]] cell_result resume(std::uint64_t number, std::string const& unfinished,
                                     std::stop_token const& stop) const override {
        place const where = at(number);
        capacity_cell const cell = cell_at(where);
        capacity_samples drawn(cell, *this,
                               {asks_for(cell, method::monte_carlo) && too_much(cell).empty(),
                                asks_for(cell, method::importance) && too_much_importance(cell).empty()},
                               unfinished);
        cell_result result;
        if (samples_at_all(cell)) {
            result.unfinished = drawn.advance(stop);
            if (!result.unfinished.empty()) return result;
        }
        std::vector<capacity_row> rows;
        for (auto const& [how, found] : answers(cell, drawn, stop)) {
            bool const bounded = found.bounds && !found.fraction;  // a fraction is its own bound
            if (!found.reached())
                result.failure += fmt::format("{}{} by {}: {}", result.failure.empty() ? "" : "; ", describe(cell),
                                              capacity::name(how), found.reason);
            rows.push_back({capacity::name(how), found.value ? found.value->text() : "",
                            bounded ? found.bounds->lower.text() : "", bounded ? found.bounds->upper.text() : "",
                            std::string(name(found.quality))});
        }
        result.rows = rows_of(where, rows);
        return result;
    }

protected:
    [[nodiscard]] std::vector<value> values() const override {
        return {
            {"method", "by which formula or law", &capacity_row::method, false},
            {"value", "its value; empty: out of the method's reach", &capacity_row::value},
            {"lower", "lower end: of a 95 % interval (monte-carlo), else of a proved bound", &capacity_row::lower},
            {"upper", "upper end, likewise", &capacity_row::upper},
            {"trust",
             "exact, good, poor (off by more than a factor 2 from the best value), not proved (k-max: that no K far "
             "above passes), empty where unknown",
             &capacity_row::trust, false}};
    }

    [[nodiscard]] double cost_at(place const& where) const override {
        capacity_cell const cell = cell_at(where);
        double work =
            0.01 + 1e-6 * static_cast<double>(cell.where.N) + 1e-6 * std::pow(static_cast<double>(*digits), 2);
        for (method const how : cell.methods) {
            if (how == method::monte_carlo) work += words(cell) * (cell.quantity->name == "recall" ? 5e-7 : 3e-9);
            if (how == method::importance) work += draws(cell) * 4e-9;
            if (how == method::exact) work += 0.05;
        }
        return work;
    }

    /// Empty where the quantity does not depend on the axis.
    [[nodiscard]] std::string key_text(any_axis const& key, place const& where) const override {
        return depends(*where[quantity], key) ? table::key_text(key, where) : "";
    }

    [[nodiscard]] std::vector<capacity_row> measure(place const&, std::stop_token const&) const override {
        throw std::logic_error("capacity computes its cells in portions");
    }

private:
    /// By all methods of a cell, in their order.
    [[nodiscard]] std::vector<std::pair<method, answer>> answers(capacity_cell const& cell,
                                                                 capacity_samples const& drawn,
                                                                 std::stop_token const& stop) const {
        std::optional<capacity::bit_error> bit;
        if (cell.quantity->name == "p-error" || cell.quantity->name == "p-tie") bit.emplace(cell.where, cell.K);
        auto const get = [&](method how) {
            if (stop.stop_requested()) throw interrupted{};
            try {
                return compute(cell, how, bit, drawn, stop);
            } catch (std::runtime_error const& error) {  // digits that cannot be proved: the other methods go on
                return answer::refused(error.what());
            }
        };
        // The exact law first: the trust of all others is held against it.
        std::optional<answer> law;
        if (std::find(cell.methods.begin(), cell.methods.end(), method::exact) != cell.methods.end())
            law = get(method::exact);
        std::vector<std::pair<method, answer>> all;
        for (method const how : cell.methods) all.emplace_back(how, how == method::exact ? *law : get(how));
        return all;
    }

    /// Random words that Monte Carlo draws for a cell.
    [[nodiscard]] double words(capacity_cell const& cell) const {
        return static_cast<double>(*trials) * static_cast<double>(cell.K) *
               std::ceil(static_cast<double>(cell.where.N) / 64);
    }

    [[nodiscard]] static std::string describe(capacity_cell const& cell) {
        std::string text = cell.quantity->name;
        if (cell.quantity->needs_interaction) text += " of " + name(cell.where.F) + " F";
        if (cell.quantity->needs_N) text += fmt::format(", N = {}", cell.where.N);
        if (cell.quantity->needs_n) text += fmt::format(", n = {}", cell.n);
        if (cell.quantity->needs_K) text += fmt::format(", K = {}", cell.K);
        if (cell.quantity->needs_delta) text += ", delta = " + cell.delta.text;
        if (cell.quantity->needs_epsilon) text += ", epsilon = " + cell.epsilon.text;
        return text;
    }

    /// Why a cell's trials are not drawn; empty if they are.
    [[nodiscard]] std::string too_much(capacity_cell const& cell) const {
        bool const recall = cell.quantity->name == "recall";
        if (recall && cell.K > 1'000'000'000 / cell.where.N)
            return fmt::format("recall keeps N K = {:.3g} bits (at most 10^9)",
                               static_cast<double>(cell.where.N) * static_cast<double>(cell.K));
        if (cell.where.N > 100'000 || cell.K > 1'000'000'000 || words(cell) > most_words)
            return fmt::format(
                "{} trials would draw {:.3g} random words (at most {:.0g}, N <= 100000, K <= 10^9); use {}fewer "
                "--trials",
                *trials, words(cell), most_words, recall ? "" : "saddlepoint or ");
        return {};
    }
    /// Overlaps that importance sampling draws.
    [[nodiscard]] double draws(capacity_cell const& cell) const {
        return static_cast<double>(*trials) * static_cast<double>(cell.K);
    }
    [[nodiscard]] std::string too_much_importance(capacity_cell const& cell) const {
        if (cell.K <= 1'000'000'000 && draws(cell) <= most_words) return {};
        return fmt::format(
            "{} trials would draw {:.3g} overlaps (at most {:.0g}, K <= 10^9); use exact or fewer --trials", *trials,
            draws(cell), most_words);
    }
    [[nodiscard]] static bool asks_for(capacity_cell const& cell, method how) {
        return std::find(cell.methods.begin(), cell.methods.end(), how) != cell.methods.end();
    }
    [[nodiscard]] bool samples_at_all(capacity_cell const& cell) const {
        return cell.quantity->name != "k-max" &&
               ((asks_for(cell, method::monte_carlo) && too_much(cell).empty()) ||
                (asks_for(cell, method::importance) && too_much_importance(cell).empty()));
    }

    [[nodiscard]] answer sampled(capacity_cell const& cell, std::optional<capacity::bit_error> const& bit,
                                 capacity_samples const& drawn, std::stop_token const& stop) const {
        if (std::string reason = too_much(cell); !reason.empty()) return answer::refused(std::move(reason));
        int const shown = std::min(digits_asked(), 12);
        if (cell.quantity->name == "recall") return capacity::recall_estimate(drawn.recalls(), shown);
        if (cell.quantity->name == "stable") return capacity::stable_estimate(drawn.bits(), shown);
        bool const of_ties = cell.quantity->name == "p-tie";
        answer result = of_ties ? capacity::tie_estimate(drawn.bits(), cell.where.N, shown)
                                : capacity::error_estimate(drawn.bits(), cell.where.N, shown);
        if (bit && result.value && result.value->text() != "0")
            result.quality = of_ties ? bit->tie_quality(result, stop) : bit->error_quality(result, stop);
        return result;
    }

    [[nodiscard]] answer compute(capacity_cell const& cell, method how, std::optional<capacity::bit_error> const& bit,
                                 capacity_samples const& drawn, std::stop_token const& stop) const {
        std::string const& what = cell.quantity->name;
        if (how == method::monte_carlo && what == "k-max")
            return capacity::k_max_sampled(cell.where, cell.delta.value, *rule, *trials, *seed, stop);
        if (how == method::monte_carlo) return sampled(cell, bit, drawn, stop);
        if (how == method::importance) {
            if (std::string reason = too_much_importance(cell); !reason.empty())
                return answer::refused(std::move(reason));
            answer found = drawn.importance_estimate(std::min(digits_asked(), 12));
            found.quality = bit->error_quality(found, stop);
            return found;
        }
        if (what == "p-error") {
            answer found = bit->error(how, digits_asked(), stop);
            if (how != method::distinct_indices) found.quality = bit->error_quality(found, stop);
            return found;
        }
        if (what == "p-tie") {
            answer found = bit->tie(how, digits_asked(), stop);
            found.quality = bit->tie_quality(found, stop);
            return found;
        }
        if (what == "k-max") return capacity::k_max(cell.where, cell.delta.value, *rule, how, digits_asked(), stop);
        if (what == "alpha") return capacity::alpha(cell.where.F, cell.delta.value, how, digits_asked());
        if (what == "mean") return capacity::mean_of_gap(cell.where, how, digits_asked(), stop);
        if (what == "variance") return capacity::variance_of_crosstalk(cell.where, how, digits_asked(), stop);
        if (what == "kurtosis") return capacity::kurtosis_of_crosstalk(cell.where, how, digits_asked(), stop);
        if (what == "stable" && file.memories())
            return capacity::stable_share(cell.where.F, file.memories(), digits_asked(), stop, cell.tie);
        if (what == "stable") return capacity::all_bits_stable(cell.where, cell.K, how, digits_asked(), stop, cell.tie);
        return capacity::overlap_match(cell.where.N, cell.epsilon.value, cell.K, *which, how, digits_asked(), stop);
    }

    [[nodiscard]] int digits_asked() const { return static_cast<int>(*digits); }
};

}  // namespace

study_entry capacity_study() {
    return table_entry<capacity_tables>(
        "capacity", "How many memories does a Dense Associative Memory hold, by every formula and by the exact law?",
        {capacity_verdict, [](results const& rows, arguments const&) { return capacity_figures(rows); }},
        {{"ulpfield capacity --quantity k-max --N 784 --n 3 --delta 0.01",
          "memories kept whole but for one set in 100"},
         {"ulpfield capacity --quantity p-error --N 20 --n 6 --K 5 --digits 30",
          "the probability that a bit flips, to 30 digits"}});
}

}  // namespace ulpfield::study
