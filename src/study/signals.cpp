#include "study/signals.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>

#include "study/exit_status.hpp"

namespace ulpfield::study {
namespace {

std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free, "used by a signal handler");

struct kept_action {
    int signal;
    struct sigaction before;
};
std::array<kept_action, 4> kept = {{{SIGINT, {}}, {SIGTERM, {}}, {SIGPIPE, {}}, {SIGXFSZ, {}}}};

extern "C" void remember(int) {
    if (received.fetch_add(1) > 0) _exit(static_cast<int>(exit_status::interrupted));
}

}  // namespace

signal_watch::signal_watch() {
    received = 0;
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

bool signal_watch::stop_requested() { return received != 0; }

}  // namespace ulpfield::study
