#pragma once
#include <stop_token>

namespace ulpfield {

/// Thrown by long work (study::run, a kernel) that was asked to stop; its cell counts as not computed.
struct interrupted {};

/// For the loops of long work: throws `interrupted` if it was asked to stop.
inline void throw_if_stopped(std::stop_token const& stop) {
    if (stop.stop_requested()) throw interrupted{};
}

}  // namespace ulpfield
