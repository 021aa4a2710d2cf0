#pragma once
#include <pybind11/pybind11.h>

#include <chrono>
#include <exception>
#include <future>
#include <optional>
#include <stop_token>
#include <thread>
#include <type_traits>

#include "python/signal_check.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::python {

/// work(stop_token) on a thread of its own, without the GIL; this one asks for signals meanwhile. Ctrl-C stops the work
/// (which throws `interrupted`) and is raised here. Called with the GIL.
template <class Work>
[[nodiscard]] auto interruptible(Work const& work) -> std::invoke_result_t<Work const&, std::stop_token> {
    using result = std::invoke_result_t<Work const&, std::stop_token>;
    std::optional<result> made;
    std::exception_ptr thrown;
    signal_check signals;
    {
        pybind11::gil_scoped_release const free;
        std::stop_source stop;
        std::promise<void> ended;
        std::future<void> const end = ended.get_future();
        std::jthread const worker([&] {
            try {
                made.emplace(work(stop.get_token()));
            } catch (...) {
                thrown = std::current_exception();
            }
            ended.set_value();
        });
        // Most calls take less than a millisecond.
        while (end.wait_for(std::chrono::milliseconds(60)) != std::future_status::ready)
            if (signals.raised()) stop.request_stop();
    }
    signals.rethrow();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*made);
}

}  // namespace ulpfield::python
