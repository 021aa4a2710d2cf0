#pragma once
#include <atomic>

namespace ulpfield::study {

/// Says that `share` (0 to 1) of the cell which this thread computes is done: after a trial, an epoch, a digit. It
/// changes nothing but the progress that is shown, and costs no more than a store to memory.
void cell_share_done(double share);

/// The same by count: `done` of `all`.
template <class Count>
void cell_share_done(Count done, Count all) {
    cell_share_done(static_cast<double>(done) / static_cast<double>(all));
}

/// The share of a cell that is done, and the first one said of it: a cell that goes on begins with some.
struct cell_share {
    std::atomic<double> now = 0;
    std::atomic<double> first = -1;  ///< below 0: nothing was said yet
};

/// While it lives, what this thread says of its cell goes to `share`.
class cell_share_heard {
public:
    explicit cell_share_heard(cell_share& share);
    ~cell_share_heard();
    cell_share_heard(cell_share_heard const&) = delete;
    cell_share_heard& operator=(cell_share_heard const&) = delete;
};

}  // namespace ulpfield::study
