#pragma once
#include <string>
#include <vector>

#include "study/exit_status.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// Joins the results in `directories` into `output` (made, or added to if it holds the same study's results) and
/// publishes them as a run of the whole would; nothing is written into `directories`. Said on standard error, by
/// number: cells that are missing (exit_status::incomplete; the same study run with this --output computes them), that
/// stand in several places with the same result (kept once), and that contradict each other (exit_status::violated,
/// nothing is joined). Of another study, with other parameters or seed: usage_error naming directory and parameter,
/// nothing written.
[[nodiscard]] exit_status merge_results(std::vector<study_entry> const& studies,
                                        std::vector<std::string> const& directories, std::string const& output,
                                        bool force);

/// Makes CSV, provenance, figures and report anew from what is in `directory`: there, or in `output` (made if missing)
/// where `directory` may only be read. Says where the page is.
[[nodiscard]] exit_status rebuild_report(std::vector<study_entry> const& studies, std::string const& directory,
                                         std::string const& output);

}  // namespace ulpfield::study
