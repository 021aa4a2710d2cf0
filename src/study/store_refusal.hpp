#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string>

namespace ulpfield::study {

/// SQLite's refusal in words: the disk, the quota or the memory where that is the cause, else as SQLite puts it.
/// `database` is the connection that refused, or nullptr.
[[nodiscard]] std::string refusal_words(SQLite::Exception const& error, SQLite::Database const* database);

/// usage_error "FILE: not readable results: WHY; what to do": damaged, or not laid out as this program does; "not
/// results of this program" where nothing tells that they were ours.
[[noreturn]] void refuse_results(std::filesystem::path const& file, std::string const& why);

/// A refusal of SQLite on a file of results. Damage, no permission, another program that does not let go: usage_error;
/// whatever passes (a full disk, a quota, no memory): machine_error. Both name the file.
[[noreturn]] void refuse(std::filesystem::path const& file, SQLite::Exception const& error,
                         SQLite::Database const* database);

}  // namespace ulpfield::study
