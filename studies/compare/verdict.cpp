#include "studies/compare/verdict.hpp"

#include <fmt/format.h>

#include "studies/compare/tally.hpp"
#include "studies/shared/cycles_told.hpp"
#include "study/distinct_values.hpp"
#include "study/percent_text.hpp"

namespace ulpfield::study {

namespace {

/// "fp16, fp32 and fp64"
std::string enumerate(std::vector<std::string> const& items) {
    std::string text;
    for (std::size_t k = 0; k < items.size(); ++k)
        text += (k == 0 ? "" : k + 1 == items.size() ? " and " : ", ") + items[k];
    return text;
}

}  // namespace

judgement compare_verdict(results const& rows, arguments const& given) {
    bool const other_ties = given.given("--tie");
    bool const other_nan = given.given("--nan");
    std::vector<compare_tally> const tallies = compare_tallies(rows);
    std::vector<std::string> sentences;
    distinct_values scalings;
    for (compare_tally const& t : tallies) scalings.add(t.scaling);
    for (std::string const& scaling : scalings.values()) {
        std::vector<std::string> right;
        for (compare_tally const& t : tallies) {
            if (t.scaling != scaling) continue;
            if (t.wrong == 0 && t.wrong_endings == 0) {
                right.push_back(t.format);
                continue;
            }
            std::string text = fmt::format("{} under {}: {} of {} decisions wrong ({})", t.format, scaling, t.wrong,
                                           t.decisions, percent_text(t.wrong, t.decisions));
            if (t.wrong != 0 && t.wrong == t.ties_broken)
                text += other_ties ? ", all of them exact ties decided otherwise than --tie has it"
                                   : ", all of them exact ties decided -1 instead of sign(0) = +1";
            else if (t.ties_broken != 0)
                text += fmt::format(", {} of them exact ties", t.ties_broken);
            if (t.overflow) {
                text += fmt::format("; overflow from n = {} (N = {})", t.overflow->first, t.overflow->second);
                // Formats that saturate or wrap make no NaN of it.
                if (t.nan != 0)
                    text += fmt::format(": infinity minus infinity is NaN, and NaN decides {}",
                                        other_nan ? "as --nan has it" : "-1");
            }
            if (t.vanished)
                text += fmt::format("; differences vanish to 0 from n = {} (N = {}) and decide {}", t.vanished->first,
                                    t.vanished->second, other_ties ? "as ties" : "+1");
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
    if (!tallies.empty()) {
        compare_tally const& any = tallies.front();
        sentences.push_back(any.ties == 0 ? "No decision was an exact tie."
                                          : fmt::format("Exact ties are {} of the decisions; a formulation that rounds "
                                                        "equal terms differently decides them by noise.",
                                                        percent_text(any.ties, any.decisions)));
    }
    if (std::string const cycles = cycles_told(rows, "relaxations"); !cycles.empty()) sentences.push_back(cycles);
    return {std::move(sentences), false};
}

}  // namespace ulpfield::study
