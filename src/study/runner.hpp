#pragma once
#include "study/exit_status.hpp"
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

}  // namespace ulpfield::study
