#pragma once
#include <filesystem>
#include <functional>

#include "study/signals.hpp"
#include "study/store.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// Everything made from the results: CSV, provenance, figures, report. Where the results are written, files of an
/// earlier publishing that are no longer made are removed, and what a killed one left half-written. No gnuplot, or a
/// figure it cannot draw: said once on standard error, the rest is written. A disk that is full: machine_error. Returns
/// false if it was asked to stop (by default: SIGINT, SIGTERM) before the end.
[[nodiscard]] bool publish(study_entry const& entry, planned_study const& made, store& results,
                           judgement const& verdict, std::filesystem::path const& directory,
                           std::function<bool()> const& stop_requested = signal_watch::stop_requested);

/// CSV and provenance alone: what an interrupted run leaves to be read.
void publish_unfinished(store& results, std::filesystem::path const& directory);

}  // namespace ulpfield::study
