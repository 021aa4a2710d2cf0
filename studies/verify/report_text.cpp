#include "studies/verify/report_text.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>

#include "studies/verify/columns.hpp"
#include "studies/verify/counterexample.hpp"

namespace ulpfield::study {

namespace {

namespace at = verify_columns;

// Columns of a row (verify.cpp).
/// "counterexample-017-update-scaling", the number that of the row in the table, from 1.
std::string file_stem(std::uint64_t number, row const& values) {
    return fmt::format("counterexample-{:03}-{}", number, values[at::claim_name]);
}

std::string compare_command(std::uint64_t number, row const& values) {
    if (values[at::example].empty()) return {};
    std::string const options = read_json(values[at::example]).compare;
    if (options.empty()) return {};
    std::string const stem = file_stem(number, values);
    return fmt::format("ulpfield compare --memories {0}-memories.csv --states {0}-state.csv {1}", stem, options);
}

std::string where(row const& values) {
    std::string text = values[at::interaction_name] + " F, " + values[at::arithmetic];
    if (!values[at::order].empty()) text += ", n = " + values[at::order];
    if (!values[at::neurons_text].empty()) text += ", N = " + values[at::neurons_text];
    if (!values[at::memories_text].empty()) text += ", K = " + values[at::memories_text];
    if (!values[at::factor].empty()) text += ", alpha = " + values[at::factor];
    return text;
}

/// N K, the bits of its memories.
std::optional<std::uint64_t> bits_of(row const& values) {
    auto const number = [](std::string const& text) -> std::optional<std::uint64_t> {
        if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos || text.size() > 9)
            return std::nullopt;
        return std::stoull(text);
    };
    auto const N = number(values[at::neurons_text]);
    auto const K = number(values[at::memories_text]);
    return N && K ? std::optional(*N * *K) : std::nullopt;
}

struct summary {
    std::array<std::uint64_t, 3> verdicts{};  // confirmed, refuted, undecided
    std::string smallest;
    bool tie = false;  ///< the smallest one is an exact tie
    std::string command;
    std::optional<std::uint64_t> bits;
};

}  // namespace

judgement verify_judgement(results const& rows) {
    judgement result;
    std::vector<std::string> order_of_claims;
    std::map<std::string, summary> summaries;
    std::vector<std::string> broken;
    std::uint64_t number = 0;
    rows.for_each([&](std::uint64_t, row const& values) {
        ++number;
        if (values.size() <= at::example) return;  // the list of claims
        if (!summaries.contains(values[at::claim_name])) order_of_claims.push_back(values[at::claim_name]);
        summary& here = summaries[values[at::claim_name]];
        if (values[at::verdict] == "UNEXPECTED") {
            broken.push_back(fmt::format("UNEXPECTED: {} must hold for {}, and is violated {} times{}.",
                                         values[at::claim_name], where(values), values[at::violated],
                                         values[at::example].empty() ? "" : ": " + values[at::example]));
            return;
        }
        here.verdicts[values[at::verdict] == "confirmed" ? 0 : values[at::verdict] == "refuted" ? 1 : 2] += 1;
        if (values[at::verdict] != "refuted") return;
        auto const bits = bits_of(values);
        // The smallest of those that compare shows; without such a one, the first.
        std::string const command = compare_command(number, values);
        bool const better = here.smallest.empty() || (here.command.empty() && !command.empty()) ||
                            (here.command.empty() == command.empty() && bits && (!here.bits || *bits < *here.bits));
        if (!better) return;
        here.smallest = where(values);
        here.tie = read_json(values[at::example]).exact == "0";
        here.bits = bits;
        here.command = command;
    });
    result.violated = !broken.empty();
    for (std::string& sentence : broken) result.sentences.push_back(std::move(sentence));
    for (std::string const& name : order_of_claims) {
        summary const& here = summaries.at(name);
        std::string text = name + ":";
        char const* const words[] = {"confirmed", "refuted", "undecided"};
        bool first = true;
        for (std::size_t k = 0; k < here.verdicts.size(); ++k)
            if (here.verdicts[k] != 0) {
                text += fmt::format("{} {} in {} row{}", first ? "" : ",", words[k], here.verdicts[k],
                                    here.verdicts[k] == 1 ? "" : "s");
                first = false;
            }
        if (!here.smallest.empty())
            text += fmt::format("; smallest counterexample {}{}", here.smallest,
                                here.tie ? " (an exact tie that rounding breaks)" : "");
        if (!here.command.empty()) text += fmt::format("; with the files of --output, `{}` shows it", here.command);
        result.sentences.push_back(text + ".");
    }
    return result;
}

std::vector<result_file> counterexample_files(results const& rows) {
    std::vector<result_file> files;
    std::string commands;
    std::uint64_t number = 0;
    rows.for_each([&](std::uint64_t, row const& values) {
        ++number;
        if (values.size() <= at::example || values[at::example].empty()) return;
        read_counterexample const read = read_json(values[at::example]);
        if (read.compare.empty()) return;
        std::string const stem = file_stem(number, values);
        files.push_back({stem + "-memories.csv", read.memories});
        files.push_back({stem + "-state.csv", read.state});
        commands += compare_command(number, values) + "\n";
    });
    if (!commands.empty()) files.push_back({"counterexamples.txt", commands});
    return files;
}

}  // namespace ulpfield::study
