#pragma once
#include <cstdint>
#include <stop_token>

#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::capacity {

/// Long work of this folder can be stopped. A public function opens a scope with its caller's token; every loop that
/// may take longer than milliseconds passes stop_point() in each step, which throws `interrupted` once a stop is asked
/// for. A scope without a token (stop_possible() is false) leaves the one around it in force. State of this thread.
class stop_scope {
public:
    explicit stop_scope(std::stop_token const& stop) : before_(current_) {
        if (stop.stop_possible()) current_ = &stop;
    }
    stop_scope(stop_scope const&) = delete;
    stop_scope& operator=(stop_scope const&) = delete;
    ~stop_scope() { current_ = before_; }

    static void pass() {
        if (remaining_ > 0 && --remaining_ == 0) throw interrupted{};
        if (current_ != nullptr && current_->stop_requested()) throw interrupted{};
    }

private:
    friend class stop_countdown;
    static constinit inline thread_local std::stop_token const* current_ = nullptr;
    static constinit inline thread_local std::int64_t remaining_ = 0;
    std::stop_token const* before_;
};

inline void stop_point() { stop_scope::pass(); }

/// Stops this thread's work at the `count`-th stop point from here on, for tests: by count, not by the clock.
class stop_countdown {
public:
    explicit stop_countdown(std::int64_t count) : count_(count) { stop_scope::remaining_ = count; }
    stop_countdown(stop_countdown const&) = delete;
    stop_countdown& operator=(stop_countdown const&) = delete;
    ~stop_countdown() { stop_scope::remaining_ = 0; }

    /// Stop points passed so far.
    [[nodiscard]] std::int64_t passed() const { return count_ - stop_scope::remaining_; }

private:
    std::int64_t count_;
};

}  // namespace ulpfield::capacity
