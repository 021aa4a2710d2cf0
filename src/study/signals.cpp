#include "study/signals.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>

#include "study/exit_status.hpp"

namespace ulpfield::study {
namespace {

std::atomic<std::int64_t> first_received = 0;  // milliseconds of a clock that runs on; 0: none
static_assert(std::atomic<std::int64_t>::is_always_lock_free, "used by a signal handler");

// timeout(1), srun and a terminal may deliver one request twice.
constexpr std::int64_t one_request_ms = 500;

std::int64_t now_ms() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000 + 1;
}

struct kept_action {
    int signal;
    struct sigaction before;
};
std::array<kept_action, 4> kept = {{{SIGINT, {}}, {SIGTERM, {}}, {SIGPIPE, {}}, {SIGXFSZ, {}}}};

extern "C" void remember(int) {
    std::int64_t const now = now_ms();
    std::int64_t none = 0;
    if (!first_received.compare_exchange_strong(none, now) && now - none > one_request_ms)
        _exit(static_cast<int>(exit_status::interrupted));
}

}  // namespace

signal_watch::signal_watch() {
    first_received = 0;
    for (kept_action& each : kept) {
        struct sigaction action = {};
        sigemptyset(&action.sa_mask);
        action.sa_handler = each.signal == SIGINT || each.signal == SIGTERM ? remember : SIG_IGN;
        sigaction(each.signal, &action, &each.before);
    }
}

signal_watch::~signal_watch() {
    for (kept_action const& each : kept) sigaction(each.signal, &each.before, nullptr);
}

bool signal_watch::stop_requested() { return first_received != 0; }

}  // namespace ulpfield::study
