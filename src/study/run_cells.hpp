#pragma once
#include "study/cell_sequence.hpp"
#include "study/progress.hpp"
#include "study/result_printer.hpp"
#include "study/store.hpp"

namespace ulpfield::study {

/// The end of computing a study's cells.
enum class computation {
    complete,     ///< every cell of the sequence is in the store
    interrupted,  ///< SIGINT or SIGTERM
    unread,       ///< the reader of standard output went away and nobody else wants the rest
};

struct computed {
    computation end = computation::complete;
    std::uint64_t cells = 0;  ///< computed by this call
};

/// Computes the cells of the sequence that the store lacks and commits each when it is ready; prints what it can in
/// cell order. `stop_if_unread`: the printed result is all there will be. Throws what broke a cell (machine_error,
/// usage_error) after the other cells at work have been committed.
computed run_cells(planned_study const& source, store& results, cell_sequence cells, unsigned threads, progress& shown,
                   result_printer& printer, output_stream const& out, bool stop_if_unread);

}  // namespace ulpfield::study
