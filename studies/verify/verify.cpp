#include "studies/verify/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "studies/verify/claims.hpp"
#include "studies/verify/counterexample.hpp"
#include "studies/verify/figures.hpp"
#include "studies/verify/report_text.hpp"
#include "study/list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_seconds = 1'000'000;

std::vector<option> options_of_verify() {
    return {
        {"--claim", "LIST", "all", "claims, by the names of --list; all: every one"},
        {"--n", "LIST", "", "order of F, 1 to 1000 (default: the claim's own)"},
        {"--N", "LIST", "", "neurons, 1 to 10000 (default: the claim's own)"},
        {"--K", "LIST", "", "memories in total, 1 to 10000 (default: the claim's own)"},
        {"--alpha", "LIST", "",
         "factor of the similarity: 1/N (multiplied), /N (divided), 2^-k (k = ceil(log2 N)), or a decimal or rational "
         "above 0 (default: the claim's own)"},
        {"--eps", "LIST", "", "slope of the leaky F, a decimal or rational in [0, 1] (default: 1/100)"},
        {"--formats", "LIST", "exact,fp16,bf16,fp32,fp64,mpfr:256",
         std::string("arithmetics: ") + std::string(accepted_formats)},
        {"--search", "SECONDS", "0",
         "search further counterexamples: so many blocks of about a second on one core of 2.5 GHz, in a fixed order, "
         "so "
         "that the result is the same everywhere; 0: none"},
        {"--list", "", "", "name the claims, with their sources, and compute nothing"},
    };
}

std::string verdict_of(claim_case const& asked, finding const& found) {
    if (asked.expected == expectation::fails) return found.example ? "refuted" : "undecided";
    if (found.violated != 0) return "UNEXPECTED";
    return found.cases == 0 ? "undecided" : "confirmed";
}

/// The claims and their sources.
class claim_list final : public planned_study {
public:
    explicit claim_list(std::vector<claim> const& claims) : claims_(claims) {}
    [[nodiscard]] std::vector<column> columns() const override {
        return {{"claim", "name, for --claim", false},
                {"statement", "what is examined", false},
                {"source", "where it is stated or follows from", false}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return {{"--list", "yes"}};
    }
    [[nodiscard]] std::uint64_t cells() const override { return claims_.size(); }
    [[nodiscard]] double cost(std::uint64_t) const override { return 1; }
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const&) const override {
        claim const& each = claims_[cell];
        return {{{each.name, each.statement, each.source}}, {}};
    }

private:
    std::vector<claim> const& claims_;
};

struct planned_case {
    std::string claim;
    claim_case asked;
};

class verify final : public planned_study {
public:
    verify(std::vector<planned_case> cases, std::vector<std::pair<std::string, std::string>> parameters)
        : cases_(std::move(cases)), parameters_(std::move(parameters)) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {
            {"claim", "name of --list", false},
            {"interaction", "interaction function F", false},
            {"arithmetic", "exact, or a number format", false},
            {"n", "order of F: all those examined, or that of the counterexample", false},
            {"N", "neurons, likewise", false},
            {"K", "memories in total, likewise", false},
            {"alpha", "factor of the similarity inside F", false},
            {"cases", "examined: decisions, or what the claim says"},
            {"held", "of these, as claimed"},
            {"violated", "of these, not as claimed"},
            {"expected", "what mathematics says: holds, or fails", false},
            {"verdict",
             "confirmed (expected to hold, held), refuted (expected to fail, counterexample found), undecided (none "
             "found, or no case in range), UNEXPECTED",
             false},
            {"counterexample", "JSON: memories, state, neuron from 0, values, and what to tell compare", false}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override { return parameters_; }
    [[nodiscard]] std::uint64_t cells() const override { return cases_.size(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override { return std::max(1.0, cases_[cell].asked.cost); }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        claim_case const& asked = cases_[cell].asked;
        finding const found = asked.check(stop);
        auto const or_asked = [](std::string const& here, std::string const& all) { return here.empty() ? all : here; };
        return {{{cases_[cell].claim, asked.interaction, asked.arithmetic, or_asked(found.n, asked.n),
                  or_asked(found.N, asked.N), or_asked(found.K, asked.K), asked.alpha, std::to_string(found.cases),
                  std::to_string(found.cases - found.violated), std::to_string(found.violated),
                  asked.expected == expectation::holds ? "holds" : "fails", verdict_of(asked, found),
                  found.example ? json_of(*found.example) : ""}},
                {}};
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

std::vector<claim const*> chosen_claims(std::vector<claim> const& claims, arguments const& given) {
    std::vector<claim const*> chosen;
    std::string names;
    for (claim const& each : claims) names += (names.empty() ? "" : ", ") + each.name;
    for (std::string const& item : split_list("--claim", given.text("--claim"))) {
        bool known = false;
        for (claim const& each : claims) {
            if (item != "all" && item != each.name) continue;
            known = true;
            if (std::find(chosen.begin(), chosen.end(), &each) == chosen.end()) chosen.push_back(&each);
        }
        if (!known) throw usage_error(fmt::format("--claim: '{}' is not accepted; accepted: all, {}", item, names));
    }
    return chosen;
}

/// An option that none of the claims depends on would have no effect.
void check_used(std::vector<claim> const& claims, arguments const& given, std::vector<claim const*> const& chosen) {
    for (char const* option : {"--n", "--N", "--K", "--alpha", "--eps", "--formats"}) {
        if (!given.given(option)) continue;
        auto const uses = [option](claim const& each) {
            return std::find(each.options.begin(), each.options.end(), option) != each.options.end();
        };
        if (std::any_of(chosen.begin(), chosen.end(), [&](claim const* each) { return uses(*each); })) continue;
        std::string names;
        for (claim const& each : claims)
            if (uses(each)) names += (names.empty() ? "" : ", ") + each.name;
        throw usage_error(fmt::format("{}: none of the claims of --claim {} depends on it; accepted with {}", option,
                                      given.text("--claim"), names));
    }
}

void add_search(std::vector<claim> const& claims, arguments const& given, verify_options const& options,
                std::vector<claim const*> const& chosen, std::vector<planned_case>& cases) {
    auto const blocks = static_cast<std::uint64_t>(parse_integer("--search", given.text("--search"), 0, most_seconds));
    if (blocks == 0) return;
    std::vector<claim const*> searching;
    std::string names;
    for (claim const& each : claims)
        if (each.search) names += (names.empty() ? "" : ", ") + each.name;
    for (claim const* each : chosen)
        if (each->search && each->search(options, 0)) searching.push_back(each);
    if (searching.empty())
        throw usage_error(fmt::format(
            "--search: no claim of --claim {} searches under these options; accepted with {}, in a format for the "
            "first and the last",
            given.text("--claim"), names));
    for (std::uint64_t block = 0; block < blocks; ++block) {
        claim const& each = *searching[block % searching.size()];
        cases.push_back({each.name, *each.search(options, block / searching.size())});
    }
}

std::unique_ptr<planned_study> make_verify(std::vector<claim> const& claims, arguments const& given) {
    if (given.flag("--list")) {
        for (char const* option : {"--claim", "--n", "--N", "--K", "--alpha", "--eps", "--formats", "--search"})
            if (given.given(option))
                throw usage_error(fmt::format("{}: has no effect with --list; accepted: --list alone", option));
        return std::make_unique<claim_list>(claims);
    }
    std::vector<claim const*> const chosen = chosen_claims(claims, given);
    check_used(claims, given, chosen);
    verify_options const options = read_verify_options(given);
    std::vector<planned_case> cases;
    std::string names;
    for (claim const* each : chosen) {
        names += (names.empty() ? "" : ",") + each->name;
        for (claim_case& one : each->cases(options)) cases.push_back({each->name, std::move(one)});
    }
    if (cases.empty())
        throw usage_error(
            fmt::format("--claim {}: no case under these options (an --alpha or --formats the claim is not about, or "
                        "sizes beyond its "
                        "reach); accepted: what `ulpfield verify --list` says of it",
                        given.text("--claim")));
    add_search(claims, given, options, chosen, cases);
    std::vector<std::pair<std::string, std::string>> parameters = {{"--claim", names}};
    for (char const* option : {"--n", "--N", "--K", "--alpha", "--eps", "--formats", "--search", "--seed"})
        parameters.emplace_back(option, given.text(option));
    return std::make_unique<verify>(std::move(cases), std::move(parameters));
}

}  // namespace

study_entry verify_study() { return verify_study(registered_claims()); }

study_entry verify_study(std::vector<claim> const& claims) {
    return {"verify",
            "Which of the theorems about equivalent update rules hold, and what is the smallest case that breaks the "
            "others?",
            options_of_verify(), [&claims](arguments const& given) { return make_verify(claims, given); }};
}

}  // namespace ulpfield::study
