#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The end of each network's training, and how far exact and feed-forward rule, and formats, are from each other.
[[nodiscard]] std::vector<std::string> classify_verdict(results const& rows);

/// Error against the epoch; confusion matrices; memories as images; maps of F1 over inverse temperature and rate.
[[nodiscard]] std::vector<figure> classify_figures(results const& rows);

/// classify-confusion.csv, and classify-runs.csv: the last row of each network with its temperature and rate.
[[nodiscard]] std::vector<result_file> classify_files(results const& rows);

}  // namespace ulpfield::study
