#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

namespace ulpfield::study {

/// usage_error "FILE: not readable results: WHY; what to do": damaged, or not laid out as this program does; "not
/// results of this program" where nothing tells that they were ours.
[[noreturn]] void refuse_results(std::filesystem::path const& file, std::string const& why);

/// A refusal of SQLite on a file of results. Damage, no permission, another program that does not let go: usage_error;
/// whatever passes (a full disk, a quota, no memory): machine_error. Both name the file. `system_error`: errno as the
/// refusal left it, which tells a used-up quota from a broken disk (sqlite3_system_errno() is 0 where a commit fails).
[[noreturn]] void refuse(std::filesystem::path const& file, SQLite::Exception const& error, int system_error);

}  // namespace ulpfield::study
