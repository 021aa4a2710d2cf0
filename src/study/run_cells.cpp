#include "study/run_cells.hpp"

#include <fmt/format.h>

#include <new>

#include "study/worker_pool.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

// Cells handed out ahead of time: enough that no thread waits for a commit, few enough to stay small.
constexpr std::size_t ahead_per_thread = 16;
constexpr std::chrono::milliseconds patience(100);

[[noreturn]] void rethrow(computed_cell const& broken) {
    try {
        std::rethrow_exception(broken.broken);
    } catch (std::bad_alloc const&) {
        throw machine_error(fmt::format("cell {}: no memory left; fewer --threads need less", broken.cell));
    }
}

}  // namespace

computed run_cells(planned_study const& source, store& results, cell_sequence cells, unsigned threads,
                   run_watch& watch) {
    computed so_far;
    worker_pool pool(source, threads);
    std::optional<computed_cell> broken;
    bool stopping = false;
    bool all_submitted = false;
    bool cut = false;  // a cell was left unfinished
    auto const must_stop = [&] { return broken || watch.stop_requested(); };
    while (!all_submitted || pool.outstanding() > 0) {
        if (!stopping && must_stop()) {
            stopping = true;
            all_submitted = true;
            pool.request_stop();
        }
        while (!all_submitted && pool.outstanding() < threads * ahead_per_thread && !watch.stop_requested()) {
            std::optional<std::uint64_t> const cell = cells.next();
            if (!cell)
                all_submitted = true;
            else if (results.has(*cell))
                watch.found(source.cost(*cell));
            else
                pool.submit(*cell, results.unfinished(*cell));
        }
        if (pool.outstanding() == 0) continue;
        for (computed_cell const& done : pool.take(patience)) {
            if (done.broken) {
                if (!broken) broken = done;
            } else if (!done.result.unfinished.empty()) {
                results.checkpoint(done.cell, done.result.unfinished);
                if (stopping || must_stop())
                    cut = true;
                else
                    pool.submit(done.cell, done.result.unfinished);
            } else if (!done.interrupted) {
                results.put(done.cell, done.result);
                watch.computed(source.cost(done.cell));
                ++so_far.cells;
            }
        }
        worker_pool::work_so_far const work = pool.so_far();
        watch.under_way(work.under_way, work.earlier);
        watch.advance();
    }
    if (broken) rethrow(*broken);
    if (stopping || cut) so_far.end = computation::stopped;
    return so_far;
}

}  // namespace ulpfield::study
