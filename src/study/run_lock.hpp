#pragma once
#include <filesystem>
#include <string>

namespace ulpfield::study {

/// The sole right to write a database of results: a lock on the file of its name with the ending .lock (results.lock),
/// which goes with it. Not
/// SQLite's lock, so that any program may read results.db while it is written. A file left by a killed process locks
/// nothing. Held by another process, or a directory that cannot be written: usage_error; a full disk: machine_error.
class run_lock {
public:
    explicit run_lock(std::filesystem::path const& database);
    ~run_lock();
    run_lock(run_lock const&) = delete;
    run_lock& operator=(run_lock const&) = delete;

private:
    std::string file_;
    int descriptor_ = -1;
};

}  // namespace ulpfield::study
