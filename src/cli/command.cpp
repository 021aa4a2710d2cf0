#include "cli/command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace ulpfield::study {
namespace {

struct heading {
    char const* words;
    std::vector<std::string_view> options;
};

// The first heading takes what no other claims.
std::vector<heading> const& headings() {
    static std::vector<heading> const all = {
        {"what is asked", {}},
        {"the network",
         {"--N", "--K", "--n", "--m", "--interaction", "--model", "--memories", "--limit", "--values", "--transpose",
          "--one-pattern", "--rule", "--threshold", "--patterns", "--mnist"}},
        {"the arithmetic",
         {"--formats", "--scaling", "--power", "--accumulate", "--contract", "--sum", "--similarity-sum", "--self",
          "--store", "--tie", "--nan", "--tie-tolerance", "--nan-class", "--as", "--rounding", "--subnormals"}},
        {"states and trials",
         {"--states", "--trials", "--order", "--relax", "--corruption", "--temperature", "--repeats"}},
        {"learning",
         {"--formulation", "--inverse-temperature", "--beta-convention", "--match-temperature", "--learning-rate",
          "--decay", "--momentum", "--epochs", "--leak", "--clamp", "--initial", "--normalise", "--floor", "--batch",
          "--evaluation", "--preset", "--probe-scaling", "--probe-order"}},
        {"results",
         {"--every", "--save", "--save-states", "--gradient", "--exact-loss", "--trials-table", "--digits", "--layout",
          "--print", "--output", "--store-file", "--extend", "--force"}},
        {"the run", {"--seed", "--threads", "--shard", "--progress", "--config"}}};
    return all;
}

}  // namespace

std::vector<option_group> grouped(std::vector<option> const& options) {
    std::vector<option_group> groups;
    for (heading const& one : headings()) groups.push_back({one.words, {}});
    for (option const& one : options) {
        std::size_t claimed = 0;
        for (std::size_t k = 1; k < headings().size(); ++k) {
            auto const& names = headings()[k].options;
            if (std::find(names.begin(), names.end(), one.name) != names.end()) claimed = k;
        }
        groups[claimed].options.push_back(one);
    }
    std::erase_if(groups, [](option_group const& group) { return group.options.empty(); });
    return groups;
}

std::string term_of(option const& one) { return one.value_name.empty() ? one.name : one.name + ' ' + one.value_name; }

std::string sentence_of(option const& one) {
    std::string text = one.help;
    if (!one.column.empty()) text += fmt::format("; adds the column {}", one.column);
    if (!one.default_value.empty()) text += fmt::format(" (default: {})", one.default_value);
    return text;
}

std::vector<exit_meaning> const& exit_meanings() {
    static std::vector<exit_meaning> const all = {{0, "done"},
                                                  {1, "a claim that must hold was violated"},
                                                  {2, "bad usage or input, nothing was written"},
                                                  {3, "interrupted; the same command with --output resumes"},
                                                  {4, "finished, some cells failed"},
                                                  {5, "the machine refused (disk full, no memory), nothing is lost"}};
    return all;
}

}  // namespace ulpfield::study
