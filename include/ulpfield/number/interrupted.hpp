#pragma once

namespace ulpfield {

/// Thrown by long work (study::run, a kernel) that was asked to stop; its cell counts as not computed.
struct interrupted {};

}  // namespace ulpfield
