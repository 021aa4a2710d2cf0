#include "study/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace ulpfield::study {
namespace {

std::string spelled(double seconds) {
    auto const whole = static_cast<std::uint64_t>(seconds + 0.5);
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
    if (whole < 48 * 3600) return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
    return fmt::format("{} days {} h", whole / 86400, whole / 3600 % 24);
}

}  // namespace

progress::progress(progress_mode mode, std::uint64_t cells, double cost, bool kept)
    : shown_(mode != progress_mode::never),
      always_(mode == progress_mode::always),
      terminal_(isatty(STDERR_FILENO) == 1),
      interval_(terminal_ ? 200
                : always_ ? 5000
                          : 30000),
      cells_(cells),
      cost_left_(cost),
      warned_(kept) {}

progress::~progress() {
    if (line_open_) std::fputs("\n", stderr);
}

void progress::found(double cost) {
    ++done_;
    cost_left_ -= cost;
}

void progress::computed(double cost) {
    ++done_;
    ++computed_;
    cost_left_ -= cost;
    cost_computed_ += cost;
}

void progress::under_way(double cost, double earlier) {
    cost_under_way_ = cost;
    cost_earlier_ = earlier;
}

std::optional<double> progress::seconds_left(clock::time_point now) const {
    double const seconds = std::chrono::duration<double>(now - start_).count();
    double const work = cost_computed_ + cost_under_way_ - cost_earlier_;
    if (work <= 0) return std::nullopt;
    return seconds * std::max(0.0, cost_left_ - cost_under_way_) / work;
}

std::string progress::line(clock::time_point now) const {
    double const seconds = std::chrono::duration<double>(now - start_).count();
    std::string text = fmt::format("{} of {} cells", done_, cells_);
    if (done_ > computed_) text += fmt::format(" ({} found)", done_ - computed_);
    double const all = cost_left_ + cost_computed_;
    if (done_ < cells_ && all > 0 && cost_under_way_ > 0)
        text += fmt::format(", {:.0f} %", std::min(99.0, 100 * (cost_computed_ + cost_under_way_) / all));
    if (computed_ > 0 && seconds > 0) text += fmt::format(", {:.3g} cells/s", static_cast<double>(computed_) / seconds);
    if (done_ == cells_)
        text += fmt::format(", {} in all", spelled(seconds));
    else if (auto const left = seconds_left(now))
        text += fmt::format(", {} left", spelled(*left));
    return text;
}

void progress::show() {
    clock::time_point const now = clock::now();
    if (!shown_) return;
    if (!warned_) warn(now);
    if (now - last_ >= interval_) print(now);
}

void progress::warn(clock::time_point now) {
    constexpr std::chrono::seconds soonest(2);  // before, the estimate is poor
    if (now - start_ < soonest) return;
    auto const left = seconds_left(now);
    if (!left || *left < 60) return;
    warned_ = true;
    if (line_open_) std::fputs("\r\033[K", stderr);
    std::fputs(fmt::format("ulpfield: about {} left; without --output, Ctrl-C loses what is computed\n", spelled(*left))
                   .c_str(),
               stderr);
}

void progress::finish() {
    if (shown_ && (always_ || line_open_)) print(clock::now());
    if (line_open_) std::fputs("\n", stderr);
    line_open_ = false;
}

void progress::print(clock::time_point now) {
    last_ = now;
    // \033[K clears what a longer line before it left behind.
    std::string const text = terminal_ ? "\r" + line(now) + "\033[K" : "ulpfield: " + line(now) + "\n";
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
    line_open_ = terminal_;
}

}  // namespace ulpfield::study
