#pragma once
#include "study/store.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// The options of a command with --extend, for the results described by `there`: those there, but for what was typed.
/// A typed list that only adds cells and lacks values of the one there is added to it; with all of them it stands as
/// typed, and the results are those of that command.
[[nodiscard]] arguments extended_arguments(study_entry const& entry, arguments const& typed,
                                           store_description const& there);

/// Makes the results in `place`, described by `there`, part of those of `made`, described by `wider`: finished cells
/// are kept. Results that differ in more than lists that only add cells: usage_error naming the first difference.
void extend_results(study_entry const& entry, store_place const& place, store_description const& there,
                    planned_study const& made, store_description const& wider);

}  // namespace ulpfield::study
