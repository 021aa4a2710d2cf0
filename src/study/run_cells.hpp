#pragma once
#include "study/cell_sequence.hpp"
#include "study/run_watch.hpp"
#include "study/store.hpp"

namespace ulpfield::study {

/// The end of computing a study's cells.
enum class computation {
    complete,  ///< every cell of the sequence is in the store
    stopped    ///< the watch asked for it
};

struct computed {
    computation end = computation::complete;
    std::uint64_t cells = 0;  ///< computed by this call
};

/// Computes the cells of the sequence that the store lacks and commits each when it is ready. Throws what broke a cell
/// (machine_error, usage_error) after the other cells at work have been committed.
computed run_cells(planned_study const& source, store& results, cell_sequence cells, unsigned threads,
                   run_watch& watch);

}  // namespace ulpfield::study
