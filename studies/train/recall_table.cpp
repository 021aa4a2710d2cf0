#include "studies/train/recall_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <sstream>
#include <stdexcept>

namespace ulpfield::study {

namespace {

constexpr char const* naming[] = {"formulation", "format", "interaction", "n", "N", "K", "repeat"};

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
    for (probe_outcome const& probe : probes)
        text +=
            fmt::format("{}{} {} {}", text.empty() ? "" : " ", probe.bits, probe.sweeps, static_cast<int>(probe.end));
    return text;
}

std::vector<probe_outcome> parse_probes(std::string const& text) {
    std::istringstream numbers(text);
    std::vector<probe_outcome> probes;
    probe_outcome probe;
    int end = 0;
    while (numbers >> probe.bits) {
        if (!(numbers >> probe.sweeps >> end) || end < 0 || end > static_cast<int>(relaxation_end::limit))
            throw std::invalid_argument("not the probes of a network: " + text);
        probe.end = static_cast<relaxation_end>(end);
        probes.push_back(probe);
    }
    return probes;
}

std::vector<result_file> recall_table(results const& rows) {
    std::string table = "formulation,format,interaction,n,N,K,repeat,state,bits,distance,sweeps,end\n";
    std::vector<result_column> names;
    for (char const* const name : naming) names.push_back(rows[name]);
    result_column const probes = rows["probes"];
    rows.for_each([&](std::uint64_t, row const& at) {
        std::string network;
        for (result_column const& name : names) network += name(at) + ',';
        std::size_t state = 0;
        for (probe_outcome const& probe : parse_probes(probes(at)))
            table += fmt::format("{}{},{},{:.12g},{},{}\n", network, ++state, probe.bits,
                                 2 * std::sqrt(static_cast<double>(probe.bits)), probe.sweeps, word(probe));
    });
    return {{"train-recall.csv", std::move(table)}};
}

}  // namespace ulpfield::study
