#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"
#include "ulpfield/training/training_run.hpp"

namespace ulpfield::study {

/// The end of each learned state, as one text for the hidden last column of a network's last row; and back.
[[nodiscard]] std::string probes_text(std::vector<probe_outcome> const& probes);
[[nodiscard]] std::vector<probe_outcome> parse_probes(std::string const& text);

/// train-recall.csv: a line for every state a network has learned, with the bits in which it differs from what it
/// relaxes to after the last epoch (distance = 2 sqrt(bits)), the sweeps that took and how they ended: `recalled`,
/// `elsewhere` (another fixed point), `cycle`, `limit` (of sweeps). A network that diverged has none.
[[nodiscard]] std::vector<result_file> recall_table(results const& rows);

}  // namespace ulpfield::study
