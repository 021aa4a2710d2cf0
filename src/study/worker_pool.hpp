#pragma once
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "study/cell_share.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// The outcome of one submitted cell.
struct computed_cell {
    std::uint64_t cell = 0;
    cell_result result;
    bool interrupted = false;   ///< asked to stop: counts as not computed
    std::exception_ptr broken;  ///< the machine refused (memory) or the input is bad: the run must end
};

/// Threads that compute the cells handed in, in that order; the results come back in the order they are ready.
/// An exception of planned_study::run other than interrupted, usage_error, machine_error and bad_alloc is the cell's
/// failure.
class worker_pool {
public:
    worker_pool(planned_study const& source, unsigned threads);
    /// Asks the cells at work to stop and waits for them.
    ~worker_pool();

    /// `unfinished`: what the cell gave last time, if it was not finished.
    void submit(std::uint64_t cell, std::string unfinished = {});
    /// Cells handed in whose results have not been taken.
    [[nodiscard]] std::size_t outstanding() const;
    /// The results ready by now, waiting at most so long for the first.
    [[nodiscard]] std::vector<computed_cell> take(std::chrono::milliseconds patience);
    /// Work in units of the cells' cost: done on cells that are not finished; of all cells so far, done by earlier
    /// runs.
    struct work_so_far {
        double under_way = 0;
        double earlier = 0;
    };
    [[nodiscard]] work_so_far so_far() const;
    /// Drops the cells not begun and asks those at work to stop; what they give is still to be taken.
    void request_stop();

private:
    /// A cell handed out, until it is finished.
    struct under_way {
        cell_share share;
        bool begun_earlier = false;
    };

    void work();
    [[nodiscard]] computed_cell compute(std::uint64_t cell, std::string const& unfinished) const;

    planned_study const* source_;
    std::stop_source stop_;
    mutable std::mutex mutex_;
    std::condition_variable to_do_changed_;
    std::condition_variable ready_changed_;
    std::deque<std::pair<std::uint64_t, std::string>> to_do_;
    std::map<std::uint64_t, under_way> under_way_;
    double earlier_ = 0;  // of finished cells
    std::vector<computed_cell> ready_;
    std::size_t outstanding_ = 0;
    bool closing_ = false;
    std::vector<std::jthread> threads_;  // last: ends before what it uses
};

}  // namespace ulpfield::study
