#pragma once
#include <chrono>
#include <cstdint>
#include <string>

#include "study/run_request.hpp"

namespace ulpfield::study {

/// Cells done, rate and time left (by cost, not by count) on standard error.
/// On a terminal a line that is written over; elsewhere a line every 30 s (`automatic`) or every 5 s (`always`).
class progress {
public:
    using clock = std::chrono::steady_clock;

    progress(progress_mode mode, std::uint64_t cells, double cost);
    ~progress();
    progress(progress const&) = delete;
    progress& operator=(progress const&) = delete;

    /// A cell found in the store: done, but says nothing about the rate.
    void found(double cost);
    void computed(double cost);
    /// Shows what is due now.
    void show();
    /// The last state, and the line on the terminal ended.
    void finish();

    [[nodiscard]] std::string line(clock::time_point now) const;

private:
    void print(clock::time_point now);

    bool shown_;
    bool always_;
    bool terminal_;
    std::chrono::milliseconds interval_;
    std::uint64_t cells_;
    std::uint64_t done_ = 0;
    std::uint64_t computed_ = 0;
    double cost_left_;
    double cost_computed_ = 0;
    clock::time_point start_ = clock::now();
    clock::time_point last_ = start_;
    bool line_open_ = false;
};

}  // namespace ulpfield::study
