#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "study/axis.hpp"
#include "study/study.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/memory/relaxation.hpp"

namespace ulpfield::study {

/// The option --trials-table: one row per trial on standard output in place of one per cell, and with --output the
/// files <command>-trials.csv and <command>-states.npy beside it.
[[nodiscard]] axis<bool> trials_table_axis(axis_set& owner);
[[nodiscard]] bool wants_trials(arguments const& typed);

/// One trial as --trials-table shows it. Neurons and memories count from 1; absent values are empty.
struct trial_record {
    std::uint64_t trial = 0;
    std::string start = {};                         ///< the memory it started from, or the row of the file
    std::vector<std::uint32_t> wrong_neurons = {};  ///< from 0, rising
    std::optional<relaxation_outcome> ended = {};   ///< nothing: the trial was not relaxed
    std::string nearest = {};
    std::string overlap = {};
    std::string exact_end = {};
    std::string energy_start = {}, energy_end = {}, exact_energy_start = {}, exact_energy_end = {};
    bipolar_state end = {};  ///< of the relaxation; empty: none

    /// nearest and overlap from the end state.
    void find_nearest(memory_patterns const& zeta);
};

/// "fixed-point", "cycle:LENGTH" or "limit" (the sweeps allowed were used up).
[[nodiscard]] std::string end_text(relaxation_outcome const& outcome);
/// How exact arithmetic ended; where its state is another one, also the memory that is nearest to it:
/// "fixed-point elsewhere: nearest 3 overlap 0.92".
[[nodiscard]] std::string exact_end_text(relaxation_outcome const& outcome, bipolar_state const& exact_end,
                                         bipolar_state const& end, memory_patterns const& zeta);

/// The column of a cell that holds its trials: kept in results.db, not shown.
inline constexpr std::string_view trials_column = "kept_trials";
[[nodiscard]] std::string trials_text(std::vector<trial_record> const& trials);

/// The columns of the table: those of the axes (all of `of_results` but `measured`), then those of a trial.
[[nodiscard]] printed_table printed_trials(std::vector<column> const& of_results,
                                           std::set<std::string> const& measured);

/// <command>-trials.csv, and the end states in the order of its rows as <command>-states.npy (int8, trials x N); where
/// the axes have several N, one <command>-states-N<N>.npy for each. Trials that were not relaxed have no end state.
[[nodiscard]] std::vector<result_file> trials_files(results const& rows, std::set<std::string> const& measured,
                                                    std::string const& command);

/// The files hold all trials at once. Too many for 2 GiB: usage_error.
void check_trials_size(double trials, double N);

}  // namespace ulpfield::study
