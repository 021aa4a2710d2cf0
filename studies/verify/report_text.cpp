#include "studies/verify/report_text.hpp"

#include <fmt/format.h>

#include <array>
#include <map>
#include <optional>

#include "studies/verify/counterexample.hpp"

namespace ulpfield::study {

namespace {

/// The columns that are read.
struct case_columns {
    explicit case_columns(results const& rows)
        : claim(rows["claim"]),
          F(rows["interaction"]),
          arithmetic(rows["arithmetic"]),
          n(rows["n"]),
          N(rows["N"]),
          K(rows["K"]),
          alpha(rows["alpha"]),
          violated(rows["violated"]),
          verdict(rows["verdict"]),
          example(rows["counterexample"]) {}

    result_column claim, F, arithmetic, n, N, K, alpha, violated, verdict, example;
};

/// "counterexample-017-update-scaling", the number that of the row in the table, from 1.
std::string file_stem(std::uint64_t number, std::string const& claim) {
    return fmt::format("counterexample-{:03}-{}", number, claim);
}

std::string compare_command(case_columns const& of, std::uint64_t number, row const& at) {
    if (of.example.absent(at)) return {};
    std::string const options = read_json(of.example(at)).compare;
    if (options.empty()) return {};
    std::string const stem = file_stem(number, of.claim(at));
    return fmt::format("ulpfield compare --memories {0}-memories.csv --states {0}-state.csv {1}", stem, options);
}

std::string where(case_columns const& of, row const& at) {
    std::string text = of.F(at) + " F, " + of.arithmetic(at);
    if (!of.n.absent(at)) text += ", n = " + of.n(at);
    if (!of.N.absent(at)) text += ", N = " + of.N(at);
    if (!of.K.absent(at)) text += ", K = " + of.K(at);
    if (!of.alpha.absent(at)) text += ", alpha = " + of.alpha(at);
    return text;
}

/// N K, the bits of its memories.
std::optional<std::uint64_t> bits_of(case_columns const& of, row const& at) {
    auto const number = [](std::string const& text) -> std::optional<std::uint64_t> {
        if (text.empty() || text.find_first_not_of("0123456789") != std::string::npos || text.size() > 9)
            return std::nullopt;
        return std::stoull(text);
    };
    auto const N = number(of.N(at));
    auto const K = number(of.K(at));
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
    case_columns const of(rows);
    judgement result;
    std::vector<std::string> order_of_claims;
    std::map<std::string, summary> summaries;
    std::vector<std::string> broken;
    std::uint64_t number = 0;
    rows.for_each([&](std::uint64_t, row const& at) {
        ++number;
        if (!summaries.contains(of.claim(at))) order_of_claims.push_back(of.claim(at));
        summary& so_far = summaries[of.claim(at)];
        if (of.verdict(at) == "UNEXPECTED") {
            broken.push_back(fmt::format("UNEXPECTED: {} must hold for {}, and is violated {} times{}.", of.claim(at),
                                         where(of, at), of.violated(at),
                                         of.example.absent(at) ? "" : ": " + of.example(at)));
            return;
        }
        so_far.verdicts[of.verdict(at) == "confirmed" ? 0 : of.verdict(at) == "refuted" ? 1 : 2] += 1;
        if (of.verdict(at) != "refuted") return;
        auto const bits = bits_of(of, at);
        // The smallest of those that compare shows; without such a one, the first.
        std::string const command = compare_command(of, number, at);
        bool const better =
            so_far.smallest.empty() || (so_far.command.empty() && !command.empty()) ||
            (so_far.command.empty() == command.empty() && bits && (!so_far.bits || *bits < *so_far.bits));
        if (!better) return;
        so_far.smallest = where(of, at);
        so_far.tie = read_json(of.example(at)).exact == "0";
        so_far.bits = bits;
        so_far.command = command;
    });
    result.violated = !broken.empty();
    for (std::string& sentence : broken) result.sentences.push_back(std::move(sentence));
    for (std::string const& name : order_of_claims) {
        summary const& all = summaries.at(name);
        std::string text = name + ":";
        char const* const words[] = {"confirmed", "refuted", "undecided"};
        bool first = true;
        for (std::size_t k = 0; k < all.verdicts.size(); ++k)
            if (all.verdicts[k] != 0) {
                text += fmt::format("{} {} in {} row{}", first ? "" : ",", words[k], all.verdicts[k],
                                    all.verdicts[k] == 1 ? "" : "s");
                first = false;
            }
        if (!all.smallest.empty())
            text += fmt::format("; smallest counterexample {}{}", all.smallest,
                                all.tie ? " (an exact tie that rounding breaks)" : "");
        if (!all.command.empty()) text += fmt::format("; with the files of --output, `{}` shows it", all.command);
        result.sentences.push_back(text + ".");
    }
    return result;
}

std::vector<result_file> counterexample_files(results const& rows) {
    case_columns const of(rows);
    std::vector<result_file> files;
    std::string commands;
    std::uint64_t number = 0;
    rows.for_each([&](std::uint64_t, row const& at) {
        ++number;
        if (of.example.absent(at)) return;
        read_counterexample const read = read_json(of.example(at));
        if (read.compare.empty()) return;
        std::string const stem = file_stem(number, of.claim(at));
        files.push_back({stem + "-memories.csv", read.memories});
        files.push_back({stem + "-state.csv", read.state});
        commands += compare_command(of, number, at) + "\n";
    });
    if (!commands.empty()) files.push_back({"counterexamples.txt", commands});
    return files;
}

}  // namespace ulpfield::study
