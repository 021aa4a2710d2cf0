#include "studies/compare/verdict.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "study/distinct_values.hpp"
#include "study/percent_text.hpp"

namespace ulpfield::study {

namespace {

/// What one format did under one formulation, over all rows.
struct tally {
    std::uint64_t decisions = 0;
    std::uint64_t wrong = 0;
    std::uint64_t ties = 0;
    std::uint64_t ties_broken = 0;
    std::uint64_t wrong_endings = 0;
    std::uint64_t relaxations = 0;
    // smallest n at which it happened, and the N of that row
    std::optional<std::pair<std::uint64_t, std::uint64_t>> overflow;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> vanished;
    std::optional<std::pair<std::uint64_t, std::uint64_t>> wrong_beyond_ties;
};

using key = std::pair<std::string, std::string>;  // format, formulation

void note(std::optional<std::pair<std::uint64_t, std::uint64_t>>& first, std::uint64_t n, std::uint64_t N) {
    if (!first || n < first->first) first = {n, N};
}

/// "fp16, fp32 and fp64"
std::string enumerate(std::vector<std::string> const& items) {
    std::string text;
    for (std::size_t k = 0; k < items.size(); ++k)
        text += (k == 0 ? "" : k + 1 == items.size() ? " and " : ", ") + items[k];
    return text;
}

}  // namespace

judgement compare_verdict(results const& rows, arguments const&) {
    result_column const format = rows["format"], scaling_of = rows["scaling"], order_n = rows["n"], neurons = rows["N"],
                        decisions = rows["decisions"], wrong = rows["wrong"], ties = rows["ties"],
                        ties_broken = rows["ties_broken"], overflow = rows["overflow"], vanished = rows["vanished"],
                        relaxations = rows["relaxations"], wrong_endings = rows["wrong_endings"];
    std::vector<key> order;
    std::map<key, tally> tallies;
    rows.for_each([&](std::uint64_t, row const& at) {
        if (decisions.absent(at)) return;
        key const pair{format(at), scaling_of(at)};
        if (!tallies.contains(pair)) order.push_back(pair);
        tally& t = tallies[pair];
        std::uint64_t const n = order_n.count(at);
        std::uint64_t const N = neurons.count(at);
        t.decisions += decisions.count(at);
        t.wrong += wrong.count(at);
        t.ties += ties.count(at);
        t.ties_broken += ties_broken.count(at);
        t.relaxations += relaxations.count(at);
        t.wrong_endings += wrong_endings.count(at);
        if (overflow.count(at) != 0) note(t.overflow, n, N);
        if (vanished.count(at) != 0) note(t.vanished, n, N);
        if (wrong.count(at) > ties_broken.count(at)) note(t.wrong_beyond_ties, n, N);
    });
    std::vector<std::string> sentences;
    distinct_values scalings;
    for (key const& pair : order) scalings.add(pair.second);
    for (std::string const& scaling : scalings.values()) {
        std::vector<std::string> right;
        for (key const& at : order) {
            if (at.second != scaling) continue;
            tally const& t = tallies[at];
            if (t.wrong == 0 && t.wrong_endings == 0) {
                right.push_back(at.first);
                continue;
            }
            std::string text = fmt::format("{} under {}: {} of {} decisions wrong ({})", at.first, scaling, t.wrong,
                                           t.decisions, percent_text(t.wrong, t.decisions));
            if (t.wrong != 0 && t.wrong == t.ties_broken)
                text += ", all of them exact ties decided -1 instead of sign(0) = +1";
            else if (t.ties_broken != 0)
                text += fmt::format(", {} of them exact ties", t.ties_broken);
            if (t.overflow)
                text +=
                    fmt::format("; overflow from n = {} (N = {}): infinity minus infinity is NaN, and NaN decides -1",
                                t.overflow->first, t.overflow->second);
            if (t.vanished)
                text += fmt::format("; differences vanish to 0 from n = {} (N = {}) and decide +1", t.vanished->first,
                                    t.vanished->second);
            if (t.wrong_beyond_ties && !t.overflow && !t.vanished)
                text += fmt::format("; other than ties from n = {} (N = {})", t.wrong_beyond_ties->first,
                                    t.wrong_beyond_ties->second);
            if (t.relaxations != 0)
                text += fmt::format("; {} of {} relaxations end elsewhere", t.wrong_endings, t.relaxations);
            sentences.push_back(text + ".");
        }
        if (!right.empty())
            sentences.push_back(fmt::format("{} under {}: every decision and every ending is that of exact arithmetic.",
                                            enumerate(right), scaling));
    }
    if (!order.empty()) {
        tally const& any = tallies[order.front()];
        sentences.push_back(any.ties == 0 ? "No decision was an exact tie."
                                          : fmt::format("Exact ties are {} of the decisions; a formulation that rounds "
                                                        "equal terms differently decides them by noise.",
                                                        percent_text(any.ties, any.decisions)));
    }
    return {std::move(sentences), false};
}

}  // namespace ulpfield::study
