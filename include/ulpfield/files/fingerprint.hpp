#pragma once
#include <string>

#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// "K x N, fnv1a64 HASH": shape and 64-bit FNV-1a hash of the entries as doubles, row by row, lowest byte first.
/// Bipolar and real patterns of the same entries have the same text.
[[nodiscard]] std::string fingerprint(memory_patterns const& patterns);

}  // namespace ulpfield
