#pragma once

namespace ulpfield::study {

/// While one of these lives, SIGINT and SIGTERM are remembered instead of ending the process; a second one, half a
/// second later or more, ends it at once with exit status 3 (nothing committed is lost by that). One that comes sooner
/// is the same request delivered twice. SIGPIPE and SIGXFSZ are ignored: the write that caused them reports an error
/// instead. One at a time.
class signal_watch {
public:
    signal_watch();
    ~signal_watch();
    signal_watch(signal_watch const&) = delete;
    signal_watch& operator=(signal_watch const&) = delete;

    [[nodiscard]] static bool stop_requested();
};

}  // namespace ulpfield::study
