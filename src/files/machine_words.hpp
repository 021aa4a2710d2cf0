#pragma once
#include <string>

namespace ulpfield {

/// A system error (errno) in words that say whose limit it is: "the disk is full", "the disk quota of this user is
/// used up", "no memory left"; every other one as the C library puts it.
[[nodiscard]] std::string machine_words(int error);

/// True for a refusal that the same command meets again (no permission, read-only, not a directory, a name too long);
/// false for one that passes (a full disk, a quota, no memory, a broken device).
[[nodiscard]] bool lasting_refusal(int error);

}  // namespace ulpfield
