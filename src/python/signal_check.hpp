#pragma once
#include <pybind11/pybind11.h>

#include <chrono>
#include <optional>

namespace ulpfield::python {

/// Asks Python, at most every 50 ms, whether a signal handler raised (Ctrl-C: KeyboardInterrupt); remembers what it
/// raised. For the thread that called the module, which holds no GIL.
class signal_check {
public:
    [[nodiscard]] bool raised() {
        if (error_) return true;
        clock::time_point const now = clock::now();
        if (now - last_ < std::chrono::milliseconds(50)) return false;
        last_ = now;
        pybind11::gil_scoped_acquire const gil;
        if (PyErr_CheckSignals() != 0) remember();
        return error_.has_value();
    }

    /// What Python code called meanwhile has raised; with the GIL, while the error is set.
    void remember() { error_.emplace(); }
    void remember(pybind11::error_already_set&& error) { error_.emplace(std::move(error)); }

    [[nodiscard]] bool keyboard_interrupt() const { return error_ && error_->matches(PyExc_KeyboardInterrupt); }
    /// Throws what was raised, if anything was; with the GIL.
    void rethrow() {
        if (error_) throw pybind11::error_already_set(std::move(*error_));
    }

private:
    using clock = std::chrono::steady_clock;
    clock::time_point last_ = clock::now();
    std::optional<pybind11::error_already_set> error_;
};

}  // namespace ulpfield::python
