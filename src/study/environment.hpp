#pragma once
#include <string>

namespace ulpfield {

/// Now, UTC, ISO 8601 with seconds.
[[nodiscard]] std::string utc_now();

/// What computes here, as a JSON object: version, commit, compiler and flags, versions of the libraries, host, system,
/// CPU, its cores and the threads used (0: no threads were, and none are named).
[[nodiscard]] std::string environment_json(unsigned threads);

}  // namespace ulpfield
