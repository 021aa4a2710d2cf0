#pragma once
#include <cstdint>
#include <functional>
#include <stop_token>

namespace ulpfield::test {

/// Work counted in allocations (operator new, GMP, MPFR): the same on every machine, where a clock is not. A test
/// program that uses it has support/work_meter.cpp among its sources; one thread only.
///
struct stopped_work {
    bool asked = false;        ///< it came so far that it was asked to stop
    bool interrupted = false;  ///< the computation threw `interrupted`
    std::uint64_t after = 0;   ///< allocations made after it was asked to stop
};
/// Asks a computation to stop at its allocation number `at` (from 1).
[[nodiscard]] stopped_work stop_at(std::uint64_t at, std::function<void(std::stop_token const&)> const& computation);

}  // namespace ulpfield::test
