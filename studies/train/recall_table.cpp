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

/// Euclidean, between the learned state and its end.
std::string distance_text(probe_outcome const& probe) {
    if (probe.nans != 0) return "nan";
    return fmt::format("{:.12g}", std::sqrt(static_cast<double>(probe.squared_distance())));
}

}  // namespace

std::string probes_text(std::vector<probe_outcome> const& probes) {
    std::string text;
    for (probe_outcome const& probe : probes) {
        std::string const third = probe.zeros + probe.nans == 0 ? "" : fmt::format("/{}/{}", probe.zeros, probe.nans);
        text += fmt::format("{}{}{} {} {}", text.empty() ? "" : " ", probe.bits, third, probe.sweeps,
                            static_cast<int>(probe.end));
    }
    return text;
}

std::vector<probe_outcome> parse_probes(std::string const& text) {
    std::istringstream numbers(text);
    std::vector<probe_outcome> probes;
    probe_outcome probe;
    int end = 0;
    while (numbers >> probe.bits) {
        probe.zeros = probe.nans = 0;
        bool third = true;
        if (numbers.peek() == '/') {
            char slash = 0;
            third = numbers >> slash >> probe.zeros >> slash >> probe.nans && slash == '/' &&
                    probe.zeros <= probe.bits && probe.nans <= probe.bits - probe.zeros;
        }
        if (!third || !(numbers >> probe.sweeps >> end) || end < 0 || end > static_cast<int>(relaxation_end::limit))
            throw std::invalid_argument("not the probes of a network: " + text);
        probe.end = static_cast<relaxation_end>(end);
        probes.push_back(probe);
    }
    return probes;
}

std::vector<result_file> recall_table(results const& rows) {
    std::vector<result_column> names;
    std::string table;
    for (char const* const name : naming) {
        names.push_back(rows[name]);
        table += std::string(name) + ',';
    }
    std::vector<result_column> typed;
    table += "state,bits,distance,sweeps,end";
    for (column const& one : rows.columns())
        if (one.name == "tie" || one.name == "nan") {
            typed.push_back(rows[one.name]);
            table += ',' + one.name;
        }
    table += '\n';
    result_column const probes = rows["probes"];
    rows.for_each([&](std::uint64_t, row const& at) {
        std::string network;
        for (result_column const& name : names) network += name(at) + ',';
        std::string rule;
        for (result_column const& name : typed) rule += ',' + name(at);
        std::size_t state = 0;
        for (probe_outcome const& probe : parse_probes(probes(at)))
            table += fmt::format("{}{},{},{},{},{}{}\n", network, ++state, probe.bits, distance_text(probe),
                                 probe.sweeps, word(probe), rule);
    });
    return {{"train-recall.csv", std::move(table)}};
}

}  // namespace ulpfield::study
