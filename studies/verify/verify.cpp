#include "studies/verify/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "studies/verify/claims.hpp"
#include "studies/verify/counterexample.hpp"
#include "studies/verify/figures.hpp"
#include "studies/verify/report_text.hpp"
#include "studies/verify/verify_options.hpp"
#include "study/table.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_match.hpp"

namespace ulpfield::study {

namespace {

std::string verdict_of(claim_case const& asked, finding const& outcome) {
    if (asked.expected == expectation::fails) return outcome.example ? "refuted" : "undecided";
    if (outcome.violated != 0) return "UNEXPECTED";
    return outcome.cases == 0 ? "undecided" : "confirmed";
}

/// The claims and their sources.
class claim_list final : public planned_study {
public:
    explicit claim_list(std::vector<claim> const& claims) : claims_(claims) {}
    [[nodiscard]] std::vector<column> columns() const override {
        return {{"claim", "name, for --claim", false},
                {"statement", "the claim that is examined", false},
                {"source", "where it is stated or follows from", false}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return {{"--list", "yes"}};
    }
    [[nodiscard]] std::uint64_t cells() const override { return claims_.size(); }
    [[nodiscard]] double cost(std::uint64_t) const override { return 1; }
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const&) const override {
        claim const& listed = claims_[cell];
        return {{{listed.name, listed.statement, listed.source}}, {}};
    }

private:
    std::vector<claim> const& claims_;
};

struct planned_case {
    std::string claim;
    claim_case asked;
};

/// A case and its outcome.
struct examined_case {
    planned_case const& planned;
    finding outcome;

    /// The size at which a search ended, else all that was asked.
    [[nodiscard]] std::string n() const { return outcome.n.empty() ? planned.asked.n : outcome.n; }
    [[nodiscard]] std::string N() const { return outcome.N.empty() ? planned.asked.N : outcome.N; }
    [[nodiscard]] std::string K() const { return outcome.K.empty() ? planned.asked.K : outcome.K; }
};

std::vector<value_column<examined_case>> const& verify_columns() {
    static auto const asked = [](auto member) {
        return [=](examined_case const& of) { return of.planned.asked.*member; };
    };
    static std::vector<value_column<examined_case>> const all = {
        {"claim", "name of --list", [](examined_case const& of) { return of.planned.claim; }, false},
        {"interaction", "interaction function F", asked(&claim_case::interaction), false},
        {"arithmetic", "exact, or a number format", asked(&claim_case::arithmetic), false},
        {"n", "order of F: all those examined, or that of the counterexample", &examined_case::n, false},
        {"N", "neurons, likewise", &examined_case::N, false},
        {"K", "memories in total, likewise", &examined_case::K, false},
        {"alpha", "factor of the similarity inside F", asked(&claim_case::alpha), false},
        {"cases", "examined: decisions, or what the claim says",
         [](examined_case const& of) { return of.outcome.cases; }},
        {"held", "of these, as claimed",
         [](examined_case const& of) { return of.outcome.cases - of.outcome.violated; }},
        {"violated", "of these, not as claimed", [](examined_case const& of) { return of.outcome.violated; }},
        {"expected", "what mathematics says: holds, or fails",
         [](examined_case const& of) { return of.planned.asked.expected == expectation::holds ? "holds" : "fails"; },
         false},
        {"verdict",
         "confirmed (expected to hold, held), refuted (expected to fail, counterexample found), undecided (none found, "
         "or no case in range), UNEXPECTED",
         [](examined_case const& of) { return verdict_of(of.planned.asked, of.outcome); }, false},
        {"counterexample", "JSON: memories, state, neuron from 0, values, and what to tell compare",
         [](examined_case const& of) { return of.outcome.example ? json_of(*of.outcome.example) : ""; }, false}};
    return all;
}

class verify final : public planned_study {
public:
    verify(std::vector<planned_case> cases, std::vector<std::pair<std::string, std::string>> parameters)
        : cases_(std::move(cases)), parameters_(std::move(parameters)) {}

    [[nodiscard]] std::vector<column> columns() const override {
        std::vector<column> all;
        for (auto const& one : verify_columns()) all.push_back(one.words);
        return all;
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override { return parameters_; }
    [[nodiscard]] std::uint64_t cells() const override { return cases_.size(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override { return std::max(1.0, cases_[cell].asked.cost); }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        examined_case const examined{cases_[cell], cases_[cell].asked.check(stop)};
        row values;
        for (auto const& one : verify_columns()) values.push_back(one.text(examined));
        return {{std::move(values)}, {}};
    }

    /// Longer lists of the other options change the cases of a claim.
    [[nodiscard]] std::vector<std::string> extensible() const override { return {"--claim", "--formats"}; }
    [[nodiscard]] std::string cell_name(std::uint64_t cell) const override {
        planned_case const& of = cases_[cell];
        auto const same = [&of](planned_case const& other) {
            return other.claim == of.claim && other.asked.interaction == of.asked.interaction &&
                   other.asked.arithmetic == of.asked.arithmetic && other.asked.n == of.asked.n &&
                   other.asked.N == of.asked.N && other.asked.K == of.asked.K && other.asked.alpha == of.asked.alpha;
        };
        auto const end = cases_.begin() + static_cast<std::ptrdiff_t>(cell);
        return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", of.claim, of.asked.interaction, of.asked.arithmetic,
                           of.asked.n, of.asked.N, of.asked.K, of.asked.alpha,
                           std::count_if(cases_.begin(), end, same));
    }

    [[nodiscard]] judgement judge(results const& rows) const override { return verify_judgement(rows); }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return verify_figures(rows); }
    [[nodiscard]] std::vector<result_file> files(results const& rows) const override {
        return counterexample_files(rows);
    }

private:
    std::vector<planned_case> cases_;
    std::vector<std::pair<std::string, std::string>> parameters_;
};

/// "a, b, c" of those claims that are wanted.
template <class Wanted>
std::string names_of(std::vector<claim> const& claims, Wanted const& wanted) {
    std::string names;
    for (claim const& known : claims)
        if (wanted(known)) names += (names.empty() ? "" : ", ") + known.name;
    return names;
}

std::string nearest_claim(std::vector<claim> const& claims, std::string const& item) {
    std::vector<std::string> names = {"all"};
    for (claim const& known : claims) names.push_back(known.name);
    return nearest_match(item, names);
}

std::vector<claim const*> chosen_claims(std::vector<claim> const& claims, verify_axes const& axes) {
    std::vector<claim const*> chosen;
    for (std::string const& item : axes.claim.values()) {
        bool known = false;
        for (claim const& candidate : claims) {
            if (item != "all" && item != candidate.name) continue;
            known = true;
            if (std::find(chosen.begin(), chosen.end(), &candidate) == chosen.end()) chosen.push_back(&candidate);
        }
        if (!known)
            throw usage_error(fmt::format("--claim: '{}' is not accepted{}; accepted: all, {}", item,
                                          nearest_claim(claims, item),
                                          names_of(claims, [](claim const&) { return true; })));
    }
    return chosen;
}

/// An option that none of the claims depends on would have no effect.
void check_used(std::vector<claim> const& claims, verify_axes const& axes, std::vector<claim const*> const& chosen) {
    for (any_axis const* const option : axes.restricting()) {
        if (!option->given()) continue;
        auto const uses = [option](claim const& known) {
            return std::find(known.options.begin(), known.options.end(), option->name()) != known.options.end();
        };
        if (std::any_of(chosen.begin(), chosen.end(), [&](claim const* known) { return uses(*known); })) continue;
        throw usage_error(fmt::format("{}: none of the claims of --claim {} depends on it; accepted with {}",
                                      option->name(), axes.claim.typed(), names_of(claims, uses)));
    }
}

void add_search(std::vector<claim> const& claims, verify_axes const& axes, verify_options const& options,
                std::vector<claim const*> const& chosen, std::vector<planned_case>& cases) {
    auto const blocks = static_cast<std::uint64_t>(*axes.search);
    if (blocks == 0) return;
    std::vector<claim const*> searching;
    for (claim const* known : chosen)
        if (known->search && known->search(options, 0)) searching.push_back(known);
    if (searching.empty())
        throw usage_error(fmt::format(
            "--search: no claim of --claim {} searches under these options; accepted with {}, in a format for the "
            "first and the last",
            axes.claim.typed(), names_of(claims, [](claim const& known) { return known.search != nullptr; })));
    for (std::uint64_t block = 0; block < blocks; ++block) {
        claim const& known = *searching[block % searching.size()];
        cases.push_back({known.name, *known.search(options, block / searching.size())});
    }
}

std::unique_ptr<planned_study> make_verify(std::vector<claim> const& claims, arguments const& given) {
    verify_axes axes;
    axes.read(given);
    if (*axes.list) {
        for (option const& other : axes.options())
            if (other.name != axes.list.name() && given.given(other.name))
                throw usage_error(fmt::format("{}: has no effect with --list; accepted: --list alone", other.name));
        return std::make_unique<claim_list>(claims);
    }
    std::vector<claim const*> const chosen = chosen_claims(claims, axes);
    check_used(claims, axes, chosen);
    verify_options const options = axes.restrictions();
    std::vector<planned_case> cases;
    std::string names;
    for (claim const* known : chosen) {
        names += (names.empty() ? "" : ",") + known->name;
        for (claim_case& asked : known->cases(options)) cases.push_back({known->name, std::move(asked)});
    }
    if (cases.empty())
        throw usage_error(
            fmt::format("--claim {}: no case under these options (an --alpha or --formats the claim is not about, or "
                        "sizes beyond its reach); accepted: what `ulpfield verify --list` says of it",
                        axes.claim.typed()));
    add_search(claims, axes, options, chosen, cases);
    axes.claim.record_as(names);
    return std::make_unique<verify>(std::move(cases), axes.parameters());
}

}  // namespace

study_entry verify_study() { return verify_study(registered_claims()); }

study_entry verify_study(std::vector<claim> const& claims) {
    return {"verify",
            "Which of the theorems about equivalent update rules hold, and what is the smallest case that breaks the "
            "others?",
            verify_axes().options(),
            [&claims](arguments const& given) { return make_verify(claims, given); },
            nullptr,
            {{"ulpfield verify --formats exact,fp16,fp64", "every claim in three arithmetics"},
             {"ulpfield verify --list", "all claims with their sources"}}};
}

}  // namespace ulpfield::study
