#include "studies/shared/training/training_axes.hpp"

#include <fmt/format.h>

namespace ulpfield::study {

training_axes::training_axes(bool maps)
    : learning_axes(maps),
      patterns{*this,
               "--patterns",
               maps ? "LIST|FILE" : "P|FILE",
               "20",
               "states to learn: how many random ones, or a pattern file of bipolar ones",
               learned_pattern_sources(maps),
               {"patterns", "states learned"}},
      files{*this},
      repeats(repeats_axis(*this, maps ? "5" : "1")),
      scaling{*this,
              "--probe-scaling",
              "NAME",
              "paper",
              "of the update rule that probes: paper (original: Eq. 4, modified: Eq. 13 with 1/N) or trained (the beta "
              "of learning)",
              choice<probe_scaling>({{"paper", probe_scaling::paper}, {"trained", probe_scaling::trained}})},
      synchronous{*this,
                  "--probe-order",
                  "NAME",
                  "sequential",
                  "of that update: sequential (neuron 1..N) or synchronous (all at once; a cycle of two is measured at "
                  "the member reached first)",
                  choice<bool>({{"sequential", false}, {"synchronous", true}})},
      maps_(maps) {
    if (maps)
        set_product(formulation, formats, F, n, N, K, patterns, inverse_temperature, learning_rate, repeats, tie, nan);
    else
        set_product(formulation, formats, F, n, N, K, repeats, tie, nan);
}

void training_axes::check(arguments const& given) {
    read_pattern_source(patterns, files);
    learning_axes::check(given);
    std::shared_ptr<bipolar_patterns const> const& states = patterns->file;
    if (states) take_file_dimension(N, states->N(), patterns->file_name);
    if (initial->file) {
        std::size_t const size = neurons(*initial->file);
        if (states && size != states->N())
            throw usage_error(fmt::format("--initial: {} has N = {}, but {} has N = {}; both must have the same N",
                                          initial->text, size, patterns->file_name, states->N()));
        take_file_dimension(N, size, initial->text);
    }
    if (states && initial->file && *batch == 0) {
        if (repeats.given() && repeats.size() > 1)
            throw usage_error(
                "--repeats: patterns and initial memories both come from files, so every repeat would be the same; "
                "leave it out");
        repeats.assign({1});
    }
    repeats.record_as(std::to_string(repeats.size()));
    std::vector<std::int64_t> counts;
    for (learned_patterns const& source : patterns.values()) counts.push_back(source.P);
    check_sizes(N.values(), counts);
}

training_task training_axes::task(place const& at) const {
    training_task task = common_task(at, at[N]);
    task.P = maps_ ? at[patterns].P : patterns->P;
    task.inverse_temperature =
        inverse_temperature_of(task.formulation, maps_ ? at[inverse_temperature] : *inverse_temperature, task.N);
    task.learning_rate = maps_ ? at[learning_rate] : *learning_rate;
    task.repeat = at[repeats];
    return task;
}

training_states training_axes::states(training_task const& task) const {
    return states_of({task.P, patterns->file, patterns->file_name}, task, *seed);
}

std::vector<std::pair<std::string, std::string>> training_axes::facts() const {
    auto facts = learning_facts();
    facts.emplace_back("probes", fmt::format("the learned states, at most {} sweeps", most_probe_sweeps));
    facts.emplace_back("distance", "mean over the states of 2 sqrt(bits that differ)");
    facts.emplace_back("patterns", patterns.typed());
    return facts;
}

}  // namespace ulpfield::study
