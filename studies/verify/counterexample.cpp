#include "studies/verify/counterexample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>

#include "study/json.hpp"

namespace ulpfield::study {

namespace {

/// The shortest text that gives the double back; -1 and 1 are written as integers. (nlohmann-json would write 1.0.)
std::string entry(double value) { return fmt::format("{}", value); }
std::string entry(int value) { return std::to_string(value); }

std::string rows_of(memory_patterns const& patterns, std::string_view open, std::string_view close,
                    std::string_view between) {
    return std::visit(
        [&](auto const& p) {
            std::string text;
            for (std::size_t mu = 0; mu < p.K(); ++mu) {
                if (mu > 0) text += between;
                text += open;
                for (std::size_t i = 0; i < p.N(); ++i) text += (i > 0 ? "," : "") + entry(p.at(mu, i));
                text += close;
            }
            return text;
        },
        patterns);
}

/// One line of CSV of an array of numbers.
std::string line_of(nlohmann::json const& numbers) {
    std::string line;
    for (nlohmann::json const& number : numbers) {
        if (!line.empty()) line += ',';
        line += number.is_number_float() ? entry(number.get<double>()) : std::to_string(number.get<std::int64_t>());
    }
    return line + '\n';
}

/// Positions 0..n-1 of which k are set, as the next in lexicographic order; the last is followed by the first.
void next_choice(std::vector<int>& chosen) { std::prev_permutation(chosen.begin(), chosen.end()); }

}  // namespace

std::string json_of(counterexample const& example) {
    std::string state;
    for (std::int8_t const value : example.state) state += (state.empty() ? "" : ",") + std::to_string(value);
    std::string values;
    for (auto const& [name, value] : example.values)
        values += (values.empty() ? "" : ",") + json_string(name) + ":" + json_string(value);
    std::string text = fmt::format("{{\"memories\":[{}],\"state\":[{}],\"neuron\":{},\"values\":{{{}}}",
                                   rows_of(example.memories, "[", "]", ","), state, example.neuron, values);
    if (!example.compare.empty()) text += ",\"compare\":" + json_string(example.compare);
    return text + "}";
}

std::string csv_of(memory_patterns const& patterns) { return rows_of(patterns, "", "\n", ""); }

read_counterexample read_json(std::string const& text) {
    nlohmann::json const example = nlohmann::json::parse(text);
    read_counterexample read;
    for (nlohmann::json const& memory : example.at("memories")) read.memories += line_of(memory);
    read.state = line_of(example.at("state"));
    read.compare = example.value("compare", "");
    read.exact = example.at("values").value("exact", "");
    return read;
}

counterexample realise(std::vector<neuron_view> const& views, int N) {
    auto const size = static_cast<std::size_t>(N);
    bipolar_patterns memories(views.size(), size);
    std::map<std::pair<int, int>, std::vector<int>> choices;
    for (std::size_t mu = 0; mu < views.size(); ++mu) {
        auto [found, fresh] = choices.try_emplace({views[mu].zeta, views[mu].R});
        std::vector<int>& chosen = found->second;
        if (fresh) {
            chosen.assign(size - 1, 0);
            std::fill_n(chosen.begin(), (N - 1 + views[mu].R) / 2, 1);
        } else {
            next_choice(chosen);
        }
        memories.set(mu, 0, views[mu].zeta);
        for (std::size_t j = 1; j < size; ++j) memories.set(mu, j, chosen[j - 1] != 0 ? 1 : -1);
    }
    counterexample example;
    example.memories = std::move(memories);
    example.state.assign(size, 1);
    return example;
}

bool distinct_memories(counterexample const& example) {
    return std::visit(
        [](auto const& p) {
            for (std::size_t a = 0; a < p.K(); ++a)
                for (std::size_t b = 0; b < a; ++b) {
                    bool same = true;
                    for (std::size_t i = 0; i < p.N() && same; ++i) same = p.at(a, i) == p.at(b, i);
                    if (same) return false;
                }
            return true;
        },
        example.memories);
}

}  // namespace ulpfield::study
