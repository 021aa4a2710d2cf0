#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "study/store.hpp"

namespace ulpfield::study {

/// The tables of results.db, filled with a description. Columns of results are v1, v2, ...: the papers' n and N are one
/// name to SQL; the view `value` has their real names.
void create_tables(SQLite::Database& database, store_description const& description);

/// The inverse.
[[nodiscard]] store_description read_description(SQLite::Database& database);

/// Drops every table of ours (and nobody else's view of them), so that the file can be filled anew within one
/// transaction.
void drop_tables(SQLite::Database& database);

/// Whether there is any table.
[[nodiscard]] bool has_tables(SQLite::Database& database);

/// usage_error naming the file unless its tables are laid out as this program does.
void check_layout(SQLite::Database& database, std::filesystem::path const& file);

}  // namespace ulpfield::study
