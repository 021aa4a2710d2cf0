#include "studies/train/recall_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace ulpfield::study {

namespace {

/// The columns that name a network come first in a row.
constexpr std::size_t naming_columns = 7;

std::string_view word(probe_outcome const& probe) {
    switch (probe.end) {
        case relaxation_end::fixed_point:
            return probe.bits == 0 ? "recalled" : "elsewhere";
        case relaxation_end::cycle:
            return "cycle";
        case relaxation_end::limit:
            break;
    }
    return "limit";
}

}  // namespace

std::string probes_text(std::vector<probe_outcome> const& probes) {
    std::string text;
    for (probe_outcome const& each : probes)
        text += fmt::format("{}{} {} {}", text.empty() ? "" : " ", each.bits, each.sweeps, static_cast<int>(each.end));
    return text;
}

std::vector<probe_outcome> parse_probes(std::string const& text) {
    std::istringstream numbers(text);
    std::vector<probe_outcome> probes;
    probe_outcome each;
    int end = 0;
    while (numbers >> each.bits) {
        if (!(numbers >> each.sweeps >> end) || end < 0 || end > static_cast<int>(relaxation_end::limit))
            throw std::invalid_argument("not the probes of a network: " + text);
        each.end = static_cast<relaxation_end>(end);
        probes.push_back(each);
    }
    return probes;
}

std::vector<result_file> recall_table(results const& rows) {
    std::string table = "formulation,format,interaction,n,N,K,repeat,state,bits,distance,sweeps,end\n";
    rows.for_each([&](std::uint64_t, row const& values) {
        if (values.back().empty()) return;
        std::string network;
        for (std::size_t column = 0; column < naming_columns; ++column) network += values[column] + ',';
        std::size_t state = 0;
        for (probe_outcome const& each : parse_probes(values.back()))
            table += fmt::format("{}{},{},{:.12g},{},{}\n", network, ++state, each.bits,
                                 2 * std::sqrt(static_cast<double>(each.bits)), each.sweeps, word(each));
    });
    return {{"train-recall.csv", std::move(table)}};
}

}  // namespace ulpfield::study
