#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <string_view>

#include "study/store_description.hpp"

namespace ulpfield::study {

/// The prefix of every layout: the mark of this program's results.
inline constexpr std::string_view results_mark = "ulpfield results ";
inline constexpr std::string_view results_layout = "ulpfield results 1";

/// The tables of results.db, filled with a description. Columns of results are v1, v2, ...: the papers' n and N are one
/// name to SQL; the view `value` has their real names.
void create_tables(SQLite::Database& database, store_description const& description);

/// Makes what an older version may not have made: the table of unfinished cells, the view.
void complete_tables(SQLite::Database& database, store_description const& description);

/// The inverse of create_tables. Text where a number must stand: usage_error naming `file`.
[[nodiscard]] store_description read_description(SQLite::Database& database, std::filesystem::path const& file);

/// True if there is any table.
[[nodiscard]] bool has_tables(SQLite::Database& database);

}  // namespace ulpfield::study
