#include "studies/boundary/advise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "studies/boundary/axes.hpp"
#include "ulpfield/boundary/advice.hpp"

namespace ulpfield::study {

namespace {

std::string listed(std::vector<std::string> const& items) { return fmt::format("{}", fmt::join(items, ", ")); }

/// The proofs for one format.
struct advice_row {
    std::vector<decision_verdict> verdicts;  ///< by scaling
    std::optional<std::int64_t> bits, k_least, k_most;
};

class advice final : public table<boundary_axes, advice_row> {
public:
    advice() { set_product(formats, F, N, K, n); }

protected:
    [[nodiscard]] std::vector<value> values() const override {
        std::vector<value> all;
        for (std::size_t k = 0; k < scaling.size(); ++k)
            all.emplace_back(
                scaling.text(k), "what is proved about every decision with this formulation",
                [k](advice_row const& of) { return name(of.verdicts[k]); }, false);
        all.emplace_back("bits", "significand bits that make every decision exact; empty: no number of bits does",
                         &advice_row::bits);
        all.emplace_back("k_least", "least k for which similarities times 2^-k are safe; empty: no k",
                         &advice_row::k_least);
        all.emplace_back("k_most", "largest such k", &advice_row::k_most);
        return all;
    }

    [[nodiscard]] std::vector<advice_row> measure(place const& at, std::stop_token const&) const override {
        advice_row row_of_format;
        for (argument_scaling const& one : scaling.values()) row_of_format.verdicts.push_back(verdict(at, one));
        row_of_format.bits = bits_for_exact_decisions(at[F], at[N], at[K], at[n]);
        if (auto const shifts = shifts_of(at)) {
            row_of_format.k_least = shifts->least;
            row_of_format.k_most = shifts->most;
        }
        return {std::move(row_of_format)};
    }

private:
    [[nodiscard]] boundary_setting setting_of(place const& at, argument_scaling const& one, power_method method) const {
        return {{at[formats], one, method, at[N], {}}, at[F], at[K]};
    }
    /// The verdict that holds for both ways to compute a power.
    [[nodiscard]] decision_verdict verdict(place const& at, argument_scaling const& one) const {
        return std::max(judge_decisions(setting_of(at, one, power_method::binary), at[n]),
                        judge_decisions(setting_of(at, one, power_method::pow), at[n]));
    }
    [[nodiscard]] std::optional<shift_range> shifts_of(place const& at) const {
        auto const binary = safe_shifts(setting_of(at, power_of_two{}, power_method::binary), at[n]);
        auto const pow = safe_shifts(setting_of(at, power_of_two{}, power_method::pow), at[n]);
        if (!binary || !pow) return std::nullopt;
        shift_range const both{std::max(binary->least, pow->least), std::min(binary->most, pow->most)};
        return both.least <= both.most ? std::optional(both) : std::nullopt;
    }
};

/// Formats by verdict and scaling, and what else the rows say.
struct advice_summary {
    std::vector<std::string> scalings;
    std::map<std::string, std::map<std::string, std::vector<std::string>>> formats;
    std::vector<std::string> shifts;
    std::string first_shift;
    std::vector<std::string> no_shift;
    std::string bits;
    std::string F;
    std::int64_t N = 1;

    /// Scalings with the same formats are named together.
    [[nodiscard]] std::string said(std::string const& verdict, std::string const& meaning) {
        std::vector<std::pair<std::string, std::vector<std::string>>> groups;  // formats, scalings
        for (std::string const& scaling : scalings) {
            std::string const names = listed(formats[verdict][scaling]);
            if (names.empty()) continue;
            auto const same =
                std::find_if(groups.begin(), groups.end(), [&](auto const& group) { return group.first == names; });
            if (same == groups.end())
                groups.push_back({names, {scaling}});
            else
                same->second.push_back(scaling);
        }
        if (groups.empty()) return fmt::format("{}: none.", meaning);
        std::string parts;
        for (auto const& [names, under] : groups)
            parts += fmt::format("{}{} in {}", parts.empty() ? "" : "; ", listed(under), names);
        return fmt::format("{}: {}.", meaning, parts);
    }
};

/// A safe K from 1 on that --scaling takes, as near to the least as may be; empty: there is none.
std::string typed_shift(std::string const& least, std::string const& most) {
    std::int64_t const first = std::max<std::int64_t>(1, std::stoll(least));
    return first <= std::min<std::int64_t>(fixed_shift::most, std::stoll(most)) ? std::to_string(first) : "";
}

advice_summary summarise(results const& rows) {
    advice_summary all;
    result_column const format = rows["format"], F = rows["interaction"], N = rows["N"], bits = rows["bits"],
                        least = rows["k_least"], most = rows["k_most"];
    // The scalings asked for have a column each, by their names.
    std::vector<result_column> verdicts;
    for (std::size_t k = rows["n"].position() + 1; k < bits.position(); ++k) {
        all.scalings.push_back(rows.columns()[k].name);
        verdicts.emplace_back(k);
    }
    rows.for_each([&](std::uint64_t, row const& at) {
        for (std::size_t k = 0; k < verdicts.size(); ++k)
            all.formats[verdicts[k](at)][all.scalings[k]].push_back(format(at));
        all.bits = bits(at);
        all.F = F(at);
        all.N = static_cast<std::int64_t>(N.count(at));
        if (!least.absent(at) && all.first_shift.empty()) all.first_shift = typed_shift(least(at), most(at));
        if (!least.absent(at))
            all.shifts.push_back(least(at) == most(at) ? fmt::format("{} {}", format(at), least(at))
                                                       : fmt::format("{} {}..{}", format(at), least(at), most(at)));
        else if (format(at) != "exact")
            all.no_shift.push_back(format(at));
    });
    return all;
}

}  // namespace

std::unique_ptr<planned_study> make_advice(arguments const& given, reading const& of) {
    return plan_table<advice>(given, of);
}

judgement advice_verdict(results const& rows) {
    advice_summary all = summarise(rows);
    if (all.F.empty()) return {};
    std::vector<std::string> text = {
        all.said("exact", "Exact (no operation rounds, every decision and every tie is right)"),
        all.said("safe", "Safe (no overflow, NaN or underflow; sums round, ties and near ties may fall either way)")};
    for (auto const& [verdict, meaning] :
         {std::pair("overflow", "A term or sum can overflow"), std::pair("underflow", "A term or sum can underflow"),
          std::pair("similarity", "Not all integers up to N are held, similarities are rounded"),
          std::pair("another-rule", "Another rule (this F is not homogeneous: scaling changes exact decisions)"),
          std::pair("unproved", "Nothing is claimed")})
        if (!all.formats[verdict].empty()) text.push_back(all.said(verdict, meaning));
    text.push_back(
        all.bits.empty()
            ? "Bits: no number of bits makes this F's decisions exact (its terms are no dyadic numbers)."
            : fmt::format("Bits: {0} significand bits make every decision exact (raw in mpfr:{0}).", all.bits));
    interaction const F = interactions().read("--interaction", all.F).front();
    if (!std::visit([](auto const& f) { return f.degree().has_value(); }, F))
        text.emplace_back("Power of two: none; 2^-k inside this F is another rule. A shift of exponents (log) is not.");
    else
        text.push_back(fmt::format(
            "Power of two: --scaling 2^-k takes k = {}; safe k: {}{}{}.", power_of_two::k(all.N),
            all.shifts.empty() ? "none" : listed(all.shifts),
            all.first_shift.empty() ? "" : fmt::format(" (typed as --scaling 2^-{})", all.first_shift),
            all.no_shift.empty() || all.shifts.empty() ? "" : fmt::format("; no k: {}", listed(all.no_shift))));
    return {std::move(text), false};
}

}  // namespace ulpfield::study
