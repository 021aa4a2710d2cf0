#pragma once

namespace ulpfield::study {

/// The exit status of the program; the numbers are part of the interface.
enum class exit_status : int {
    done = 0,
    violated = 1,     ///< a claim that must hold was violated, or results contradict each other
    usage = 2,        ///< bad usage or bad input; nothing written
    interrupted = 3,  ///< stopped by SIGINT or SIGTERM; the same command resumes
    incomplete = 4,   ///< finished, but some cells failed (or are missing, after a merge)
    machine = 5,      ///< disk full, no memory; nothing finished is lost
};

}  // namespace ulpfield::study
