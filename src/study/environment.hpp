#pragma once
#include <string>

namespace ulpfield::study {

/// Now, UTC, ISO 8601 with seconds.
[[nodiscard]] std::string utc_now();

/// "ulpfield 0.1.0", its commit, its compiler and flags, the versions of its libraries, a line for each.
[[nodiscard]] std::string version_text();

/// The environment of the computation, as a JSON object: version, commit, compiler and flags, versions of the
/// libraries, host, system, CPU and its cores; of a run also its threads and process number, which tell it from every
/// other run (threads 0: not a run).
[[nodiscard]] std::string environment_json(unsigned threads);

}  // namespace ulpfield::study
