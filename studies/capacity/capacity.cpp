#include "studies/capacity/capacity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "studies/capacity/figures.hpp"
#include "studies/capacity/layout.hpp"
#include "studies/capacity/plan.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/moments.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/recall.hpp"
#include "ulpfield/capacity/stable.hpp"

namespace ulpfield::study {

namespace {

using capacity::answer;
using capacity::method;

/// Words a Monte Carlo cell may draw: about an hour.
constexpr double most_words = 2e12;

/// The trials of one cell's Monte Carlo, drawn bit by bit: sums of integers, so any portions give the same.
class samples {
public:
    samples(capacity_cell const& cell, capacity_plan const& plan, std::string const& unfinished)
        : cell_(&cell), plan_(&plan), recall_(cell.quantity->name == "recall") {
        if (unfinished.empty()) return;
        if (recall_) {
            std::istringstream words(unfinished);
            if (!(words >> recalls_.trials >> recalls_.recalled))
                throw std::invalid_argument("not the sums of a recall: " + unfinished);
        } else {
            bits_ = capacity::sample::parse(unfinished);
        }
    }

    /// Draws for about ten seconds; empty when all trials are drawn, else what to go on from. Asked to stop it throws
    /// `interrupted` or, if a portion is done, gives that.
    [[nodiscard]] std::string advance(std::stop_token const& stop) {
        auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        std::int64_t const before = done();
        while (done() < plan_->trials) {
            if (stop.stop_requested() && done() == before) throw interrupted{};
            if (stop.stop_requested() || std::chrono::steady_clock::now() > end) return text();
            std::int64_t const count = std::min<std::int64_t>(recall_ ? 1 : 16, plan_->trials - done());
            if (recall_) {
                capacity::recall_sample const part =
                    capacity::recall(cell_->where, cell_->K, plan_->corruption.value, plan_->seed, done(), count, stop);
                if (part.trials == count) recalls_ += part;
            } else {
                capacity::sample const part = capacity::draw(cell_->where, cell_->K, plan_->seed, done(), count, stop);
                if (part.trials == count) bits_ += part;
            }
        }
        return {};
    }

    [[nodiscard]] capacity::sample const& bits() const { return bits_; }
    [[nodiscard]] capacity::recall_sample const& recalls() const { return recalls_; }

private:
    [[nodiscard]] std::int64_t done() const { return recall_ ? recalls_.trials : bits_.trials; }
    [[nodiscard]] std::string text() const {
        return recall_ ? fmt::format("{} {}", recalls_.trials, recalls_.recalled) : bits_.text();
    }

    capacity_cell const* cell_;
    capacity_plan const* plan_;
    bool recall_;
    capacity::sample bits_;
    capacity::recall_sample recalls_;
};

class capacity_tables final : public planned_study {
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
            if (how == method::monte_carlo) work += words(cell) * (cell.quantity->name == "recall" ? 5e-7 : 3e-9);
            if (how == method::exact) work += 0.05;
        }
        return work;
    }

    [[nodiscard]] cell_result run(std::uint64_t number, std::stop_token const& stop) const override {
        return resume(number, {}, stop);
    }

    /// Monte Carlo first, in portions of about ten seconds whose sums are kept; the other methods take seconds at most.
    [[nodiscard]] cell_result resume(std::uint64_t number, std::string const& unfinished,
                                     std::stop_token const& stop) const override {
        capacity_cell const& cell = plan_.cells[number];
        cell_result result;
        samples drawn(cell, plan_, unfinished);
        if (samples_at_all(cell)) {
            result.unfinished = drawn.advance(stop);
            if (!result.unfinished.empty()) return result;
        }
        std::optional<capacity::bit_error> bit;
        if (cell.quantity->name == "p-error" || cell.quantity->name == "p-tie") bit.emplace(cell.where, cell.K);
        // The exact law first: the trust of all others is held against it.
        std::map<method, answer> found;
        auto const get = [&](method how) {
            if (stop.stop_requested()) throw interrupted{};
            if (found.contains(how)) return;
            try {
                found.emplace(how, compute(cell, how, bit, drawn, stop));
            } catch (std::runtime_error const& error) {  // digits that cannot be proved: the other methods go on
                found.emplace(how, answer::refused(error.what()));
            }
        };
        if (std::find(cell.methods.begin(), cell.methods.end(), method::exact) != cell.methods.end())
            get(method::exact);
        for (method const how : cell.methods) {
            get(how);
            answer const& value = found.at(how);
            bool const bounded = value.bounds && !value.fraction;  // a fraction is its own bound
            if (!value.reached())
                result.failure += fmt::format("{}{} by {}: {}", result.failure.empty() ? "" : "; ", describe(cell),
                                              capacity::name(how), value.reason);
            result.rows.push_back({cell.quantity->needs_N ? std::to_string(cell.where.N) : "",
                                   cell.quantity->needs_n ? std::to_string(cell.n) : "",
                                   cell.quantity->needs_interaction ? name(cell.where.F) : "",
                                   cell.quantity->needs_K ? std::to_string(cell.K) : "", cell.delta.text,
                                   cell.epsilon.text, cell.quantity->name, capacity::name(how),
                                   value.value ? value.value->text() : "", bounded ? value.bounds->lower.text() : "",
                                   bounded ? value.bounds->upper.text() : "", std::string(name(value.quality))});
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
                plan_.trials, words(cell), most_words, recall ? "" : "saddlepoint or ");
        return {};
    }
    [[nodiscard]] bool samples_at_all(capacity_cell const& cell) const {
        return cell.quantity->name != "k-max" && too_much(cell).empty() &&
               std::find(cell.methods.begin(), cell.methods.end(), method::monte_carlo) != cell.methods.end();
    }

    [[nodiscard]] answer sampled(capacity_cell const& cell, std::optional<capacity::bit_error> const& bit,
                                 samples const& drawn, std::stop_token const& stop) const {
        if (std::string reason = too_much(cell); !reason.empty()) return answer::refused(std::move(reason));
        int const digits = std::min(plan_.digits, 12);
        if (cell.quantity->name == "recall") return capacity::recall_estimate(drawn.recalls(), digits);
        if (cell.quantity->name == "stable") return capacity::stable_estimate(drawn.bits(), digits);
        bool const tie = cell.quantity->name == "p-tie";
        answer result = tie ? capacity::tie_estimate(drawn.bits(), cell.where.N, digits)
                            : capacity::error_estimate(drawn.bits(), cell.where.N, digits);
        if (bit && result.value && result.value->text() != "0")
            result.quality = tie ? bit->tie_quality(result, stop) : bit->error_quality(result, stop);
        return result;
    }

    [[nodiscard]] answer compute(capacity_cell const& cell, method how, std::optional<capacity::bit_error> const& bit,
                                 samples const& drawn, std::stop_token const& stop) const {
        std::string const& what = cell.quantity->name;
        if (how == method::monte_carlo && what == "k-max")
            return capacity::k_max_sampled(cell.where, cell.delta.value, plan_.rule, plan_.trials, plan_.seed, stop);
        if (how == method::monte_carlo) return sampled(cell, bit, drawn, stop);
        if (what == "p-error") {
            answer found = bit->error(how, plan_.digits, stop);
            found.quality = bit->error_quality(found, stop);
            return found;
        }
        if (what == "p-tie") {
            answer found = bit->tie(how, plan_.digits, stop);
            found.quality = bit->tie_quality(found, stop);
            return found;
        }
        if (what == "k-max") return capacity::k_max(cell.where, cell.delta.value, plan_.rule, how, plan_.digits, stop);
        if (what == "alpha") return capacity::alpha(cell.where.F, cell.delta.value, plan_.digits);
        if (what == "mean") return capacity::mean_of_gap(cell.where, how, plan_.digits, stop);
        if (what == "variance") return capacity::variance_of_crosstalk(cell.where, how, plan_.digits, stop);
        if (what == "kurtosis") return capacity::kurtosis_of_crosstalk(cell.where, how, plan_.digits, stop);
        if (what == "stable") return capacity::all_bits_stable(cell.where, cell.K, how, plan_.digits, stop);
        return capacity::overlap_match(cell.where.N, cell.epsilon.value, cell.K, plan_.which, how, plan_.digits, stop);
    }

    capacity_plan plan_;
};

}  // namespace

study_entry capacity_study() {
    return {"capacity",
            "How many memories does a Dense Associative Memory hold, by every formula and by the exact law?",
            capacity_options(), [](arguments const& given) -> std::unique_ptr<planned_study> {
                return std::make_unique<capacity_tables>(read_capacity_plan(given));
            }};
}

}  // namespace ulpfield::study
