#include "studies/converge/plan.hpp"

#include <fmt/format.h>

#include "studies/shared/pattern_files.hpp"
#include "ulpfield/files/fingerprint.hpp"

namespace ulpfield::study {

namespace {

recall_start parse_start(std::string_view option_name, std::string const& item) {
    if (item == "data") return {recall_start::kind::data, {0, 1}, item};
    if (item == "memory") return {recall_start::kind::memory, {0, 1}, item};
    if (item.starts_with("corrupted:"))
        if (auto const P = parse_ratio(item.substr(10)); P && P->numerator >= 0 && P->numerator <= P->denominator)
            return {recall_start::kind::corrupted, *P, item};
    if (names_pattern_file(item)) return {recall_start::kind::file, {0, 1}, item};
    throw usage_error(
        fmt::format("{}: '{}' is not accepted; accepted: data, memory, corrupted:P (P from 0 to 1, at most 18 digits), "
                    "or, with --memories, a file of states",
                    option_name, item));
}

}  // namespace

std::string_view name(memory_source memories) {
    return memories == memory_source::trained ? "trained" : memories == memory_source::stored ? "stored" : "iid";
}

domain<recall_start> recall_starts() {
    domain<recall_start> all = list_of(parse_start, [](recall_start const& start) { return start.name; });
    all.recorded = [](recall_start const& start) {
        return start.states ? start.name + " (" + fingerprint(*start.states) + ")" : start.name;
    };
    return all;
}

std::string states_text(converge_cell const& cell) {
    return fmt::format("{}:{}", name(cell.memories), cell.start.name);
}

}  // namespace ulpfield::study
