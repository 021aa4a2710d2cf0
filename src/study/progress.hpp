#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "study/run_request.hpp"

namespace ulpfield::study {

/// Cells done, rate and time left (by cost, not by count, cells under way included) on standard error.
/// On a terminal a line that is written over; elsewhere a line every 30 s (`automatic`) or every 5 s (`always`). A run
/// whose results are not kept and that will take over a minute is told once that Ctrl-C would lose them.
class progress {
public:
    using clock = std::chrono::steady_clock;

    /// `kept`: the results are in --output.
    progress(progress_mode mode, std::uint64_t cells, double cost, bool kept);
    ~progress();
    progress(progress const&) = delete;
    progress& operator=(progress const&) = delete;

    /// A cell found in the store: done, but says nothing about the rate.
    void found(double cost);
    void computed(double cost);
    /// The work done so far on cells that are not finished; the part of all work so far that earlier runs did.
    void under_way(double cost, double earlier);
    /// Shows what is due now.
    void show();
    /// The last state, and the line on the terminal ended.
    void finish();

    [[nodiscard]] std::string line(clock::time_point now) const;

    /// Seconds left at this moment, as far as one can say.
    [[nodiscard]] std::optional<double> seconds_left(clock::time_point now) const;

private:
    void print(clock::time_point now);
    void warn(clock::time_point now);

    bool shown_;
    bool always_;
    bool terminal_;
    std::chrono::milliseconds interval_;
    std::uint64_t cells_;
    std::uint64_t done_ = 0;
    std::uint64_t computed_ = 0;
    double cost_left_;
    double cost_under_way_ = 0;
    double cost_earlier_ = 0;
    double cost_computed_ = 0;
    clock::time_point start_ = clock::now();
    clock::time_point last_ = start_;
    bool line_open_ = false;
    bool warned_;
};

}  // namespace ulpfield::study
