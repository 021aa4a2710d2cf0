#pragma once
#include <chrono>
#include <cstdint>
#include <stop_token>

namespace ulpfield::study {

/// The part of a long cell that is computed before what there is gets kept (cell_result::unfinished): about ten seconds
/// of whole steps, at least one. Where a cell is cut may change nothing in its rows.
///
///     portion part(stop);
///     for (; more(); part.step_done()) {
///         if (part.over()) return kept();   // throws `interrupted` if asked to stop before the first step
///         step();
///     }
class portion {
public:
    /// `keeping`: the time that keeping takes, added to the ten seconds.
    explicit portion(std::stop_token stop, std::chrono::microseconds keeping = {});

    [[nodiscard]] bool over() const;
    void step_done() { ++steps_; }

private:
    std::stop_token stop_;
    std::chrono::steady_clock::time_point end_;
    std::uint64_t steps_ = 0;
};

/// For tests: portions end after so many steps, whatever the clock says, until this object is gone.
class portions_of_steps {
public:
    explicit portions_of_steps(std::uint64_t steps);
    portions_of_steps(portions_of_steps const&) = delete;
    portions_of_steps& operator=(portions_of_steps const&) = delete;
    ~portions_of_steps();
};

}  // namespace ulpfield::study
