#pragma once
#include <string>

#include "studies/verify/claim.hpp"
#include "ulpfield/rule/local_rule.hpp"

namespace ulpfield::study {

/// {"memories": [[1,-1],...], "state": [...], "neuron": 0, "values": {"name": "value", ...}, "compare": "options"};
/// values are strings, exact or of the format; "compare" only where compare shows the case.
[[nodiscard]] std::string json_of(counterexample const& example);

/// Patterns as the CSV that `compare` reads: one a line, each entry exact.
[[nodiscard]] std::string csv_of(memory_patterns const& patterns);

/// The content of a counterexample written by json_of: enough to write the files compare reads.
struct read_counterexample {
    std::string memories;  ///< CSV
    std::string state;     ///< CSV
    std::string compare;   ///< empty: none
    std::string exact;     ///< the exact value of what a format decided; empty: not among the values
};
[[nodiscard]] read_counterexample read_json(std::string const& text);

/// Bipolar memories that neuron 0 sees so in the state of N times +1. Memories seen alike are made different where
/// there are enough of them.
[[nodiscard]] counterexample realise(std::vector<neuron_view> const& views, int N);

/// True if no two of its memories are the same.
[[nodiscard]] bool distinct_memories(counterexample const& example);

}  // namespace ulpfield::study
