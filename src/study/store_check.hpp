#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

#include "study/store_description.hpp"

namespace ulpfield::study {

/// usage_error naming the file unless it is laid out as this program does: layout, tables, their columns.
void check_layout(SQLite::Database& database, std::filesystem::path const& file);

/// usage_error naming the file unless what it holds can be results: sound pages, cells within the study, rows of
/// finished cells alone, numbered from 0, and in a numeric column nothing but a decimal number, inf, -inf, nan or no
/// value. Reads everything once.
void check_content(SQLite::Database& database, store_description const& description, std::filesystem::path const& file);

/// The letter of `value` in the column value_status: a (absent), d (decimal number), i (infinite), n (not a number),
/// t (text, and whatever a column that is not shown holds); '?': a word in a numeric column.
[[nodiscard]] char status_letter(std::string_view value, column const& of);

/// True if the file holds the mark of this program's results, however damaged: --force may remove it.
[[nodiscard]] bool holds_our_mark(std::filesystem::path const& file);

}  // namespace ulpfield::study
