#pragma once
#include <cstdint>
#include <functional>
#include <stop_token>

namespace ulpfield::test {

/// Work counted in allocations (operator new, GMP, MPFR): the same on every machine, where a clock is not. A test
/// program that uses it has support/work_meter.cpp among its sources; one thread only.
///
/// Allocations of a computation that runs to its end.
[[nodiscard]] std::uint64_t work_of(std::function<void()> const& computation);

struct stopped_work {
    bool interrupted = false;  ///< the computation threw `interrupted`
    std::uint64_t after = 0;   ///< allocations made after it was asked to stop
};
/// Asks a computation to stop at its allocation number `at` (from 1).
[[nodiscard]] stopped_work stop_at(std::uint64_t at, std::function<void(std::stop_token const&)> const& computation);

}  // namespace ulpfield::test
