#pragma once
#include <memory>

#include "study/cell_sequence.hpp"
#include "study/exit_status.hpp"
#include "study/run_cells.hpp"
#include "study/run_request.hpp"
#include "study/store_description.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// Runs one study: computes what is missing, prints the result on standard output, keeps it in request.output.
/// `given` has the study's own options and --seed. Throws usage_error (nothing written), machine_error.
[[nodiscard]] exit_status run_study(study_entry const& entry, arguments const& given, run_request const& request);

/// The description of the results of this invocation.
[[nodiscard]] store_description describe(study_entry const& entry, arguments const& given, planned_study const& made,
                                         shard const& part);

/// A study ready to be run, with the options it is run with.
struct prepared_study {
    arguments given;
    std::unique_ptr<planned_study> made;
};

/// The study of these options. With request.extend, results that are there become part of its results, and options not
/// typed are as they were there (study/extension.hpp).
[[nodiscard]] prepared_study prepare(study_entry const& entry, arguments const& typed, run_request const& request);

/// Where the results go: request.output, or nowhere that lasts.
[[nodiscard]] std::unique_ptr<store> open_store(store_description description, run_request const& request);

/// run_cells between the notes that a kept store has of every session. Asked to stop before the end, a session counts
/// as interrupted.
computed compute_kept(planned_study const& made, store& results, cell_sequence const& cells, run_request const& request,
                      run_watch& watch);

}  // namespace ulpfield::study
