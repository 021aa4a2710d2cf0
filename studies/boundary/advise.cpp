#include "studies/boundary/advise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "ulpfield/boundary/advice.hpp"

namespace ulpfield::study {

namespace {

std::string listed(std::vector<std::string> const& items) { return fmt::format("{}", fmt::join(items, ", ")); }

class advise final : public planned_study {
public:
    explicit advise(boundary_plan plan)
        : plan_(std::move(plan)), F_(make_interaction("--interaction", plan_.interactions.front(), 1)) {}

    [[nodiscard]] std::vector<column> columns() const override {
        std::vector<column> all = {{"format", "number format", false},
                                   {"interaction", "interaction function F", false},
                                   {"N", "neurons"},
                                   {"K", "memories in total"},
                                   {"n", "order of F"}};
        for (argument_scaling const& scaling : plan_.scalings)
            all.push_back(
                {std::string(name(scaling)), "what is proved about every decision with this formulation", false});
        all.push_back({"bits", "significand bits that make every decision exact; empty: no number of bits does"});
        all.push_back({"k_least", "least k for which similarities times 2^-k are safe; empty: no k"});
        all.push_back({"k_most", "largest such k"});
        return all;
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return plan_.parameters;
    }
    [[nodiscard]] std::uint64_t cells() const override { return plan_.formats.size(); }
    [[nodiscard]] double cost(std::uint64_t) const override { return 1; }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const&) const override {
        std::int64_t const N = plan_.N.front();
        std::int64_t const K = plan_.K.front();
        row values = {plan_.formats[cell].name, plan_.interactions.front(), std::to_string(N), std::to_string(K),
                      std::to_string(plan_.n)};
        for (argument_scaling const& scaling : plan_.scalings) values.emplace_back(name(verdict(cell, scaling)));
        auto const bits = bits_for_exact_decisions(F_, N, K, plan_.n);
        auto const shifts = shifts_of(cell);
        values.push_back(bits ? std::to_string(*bits) : "");
        values.push_back(shifts ? std::to_string(shifts->least) : "");
        values.push_back(shifts ? std::to_string(shifts->most) : "");
        return {{std::move(values)}, {}};
    }

    [[nodiscard]] judgement judge(results const& rows) const override {
        std::map<std::string, std::map<std::string, std::vector<std::string>>> found;  // verdict, formulation: formats
        std::vector<std::string> shifts;
        std::vector<std::string> no_shift;
        std::string bits;
        rows.for_each([&](std::uint64_t, row const& at) {
            for (std::size_t k = 0; k < plan_.scalings.size(); ++k)
                found[at[5 + k]][std::string(name(plan_.scalings[k]))].push_back(at[0]);
            std::size_t const after = 5 + plan_.scalings.size();
            bits = at[after];
            if (!at[after + 1].empty())
                shifts.push_back(at[after + 1] == at[after + 2]
                                     ? fmt::format("{} {}", at[0], at[after + 1])
                                     : fmt::format("{} {}..{}", at[0], at[after + 1], at[after + 2]));
            else if (at[0] != "exact")
                no_shift.push_back(at[0]);
        });
        // Formulations with the same formats are named together.
        auto const said = [&](std::string const& verdict, std::string const& meaning) {
            std::vector<std::pair<std::string, std::vector<std::string>>> groups;  // formats, formulations
            for (argument_scaling const& scaling : plan_.scalings) {
                std::string const formats = listed(found[verdict][std::string(name(scaling))]);
                if (formats.empty()) continue;
                auto const same = std::find_if(groups.begin(), groups.end(),
                                               [&](auto const& group) { return group.first == formats; });
                if (same == groups.end())
                    groups.push_back({formats, {std::string(name(scaling))}});
                else
                    same->second.emplace_back(name(scaling));
            }
            if (groups.empty()) return fmt::format("{}: none.", meaning);
            std::string parts;
            for (auto const& [formats, formulations] : groups)
                parts += fmt::format("{}{} in {}", parts.empty() ? "" : "; ", listed(formulations), formats);
            return fmt::format("{}: {}.", meaning, parts);
        };
        std::vector<std::string> text = {
            said("exact", "Exact (no operation rounds, every decision and every tie is right)"),
            said("safe", "Safe (no overflow, NaN or underflow; sums round, ties and near ties may fall either way)")};
        for (auto const& [verdict, meaning] :
             {std::pair("overflow", "A term or sum can overflow"),
              std::pair("underflow", "A term or sum can underflow"),
              std::pair("similarity", "Not all integers up to N are held, similarities are rounded"),
              std::pair("another-rule", "Another rule (this F is not homogeneous: scaling changes exact decisions)"),
              std::pair("unproved", "Nothing is claimed")})
            if (!found[verdict].empty()) text.push_back(said(verdict, meaning));
        text.push_back(
            bits.empty()
                ? "Bits: no number of bits makes this F's decisions exact (its terms are no dyadic numbers)."
                : fmt::format("Bits: {0} significand bits make every decision exact (raw in mpfr:{0}).", bits));
        if (!std::visit([](auto const& f) { return f.degree().has_value(); }, F_))
            text.emplace_back(
                "Power of two: none; 2^-k inside this F is another rule. A shift of exponents (log) is not.");
        else
            text.push_back(
                fmt::format("Power of two: the formulation 2^-k takes k = {}; safe k: {}{}.",
                            power_of_two::k(plan_.N.front()), shifts.empty() ? "none" : listed(shifts),
                            no_shift.empty() || shifts.empty() ? "" : fmt::format("; no k: {}", listed(no_shift))));
        return {std::move(text), false};
    }

private:
    [[nodiscard]] boundary_setting setting_of(std::uint64_t cell, argument_scaling const& scaling,
                                              power_method power) const {
        return {{plan_.formats[cell], scaling, power, plan_.N.front(), {}}, F_, plan_.K.front()};
    }
    /// What holds for both ways to compute a power.
    [[nodiscard]] decision_verdict verdict(std::uint64_t cell, argument_scaling const& scaling) const {
        return std::max(judge_decisions(setting_of(cell, scaling, power_method::binary), plan_.n),
                        judge_decisions(setting_of(cell, scaling, power_method::pow), plan_.n));
    }
    [[nodiscard]] std::optional<shift_range> shifts_of(std::uint64_t cell) const {
        auto const binary = safe_shifts(setting_of(cell, power_of_two{}, power_method::binary), plan_.n);
        auto const pow = safe_shifts(setting_of(cell, power_of_two{}, power_method::pow), plan_.n);
        if (!binary || !pow) return std::nullopt;
        shift_range const both{std::max(binary->least, pow->least), std::min(binary->most, pow->most)};
        return both.least <= both.most ? std::optional(both) : std::nullopt;
    }

    boundary_plan plan_;
    interaction F_;
};

}  // namespace

std::unique_ptr<planned_study> make_advise_study(boundary_plan plan) {
    return std::make_unique<advise>(std::move(plan));
}

}  // namespace ulpfield::study
