#include "study/store_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>

#include "study/store_refusal.hpp"
#include "study/store_tables.hpp"

namespace ulpfield::study {
namespace {

constexpr char absent = 'a', decimal = 'd', infinite = 'i', not_a_number = 'n', words = 't', wrong = '?';

// [-+]digits[.digits][e[-+]digits], a digit before or after the point; or a rational [-+]digits/digits.
bool is_decimal(std::string_view text) {
    auto const take_digits = [&text] {
        std::size_t const count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    auto const take_one_of = [&text](std::string_view characters) {
        bool const there = !text.empty() && characters.find(text.front()) != std::string_view::npos;
        if (there) text.remove_prefix(1);
        return there;
    };
    take_one_of("+-");
    std::size_t digits = take_digits();
    if (digits > 0 && take_one_of("/")) return take_digits() > 0 && text.empty();
    if (take_one_of(".")) digits += take_digits();
    if (digits == 0) return false;
    if (take_one_of("eE")) {
        take_one_of("+-");
        if (take_digits() == 0) return false;
    }
    return text.empty();
}

// Names and definitions of all tables and views.
std::map<std::string, std::string> definitions(SQLite::Database& database) {
    std::map<std::string, std::string> all;
    SQLite::Statement query(database, "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'view')");
    while (query.executeStep()) all.emplace(query.getColumn(0).getString(), query.getColumn(1).getString());
    return all;
}

std::string first_text(SQLite::Database& database, std::string const& query) {
    SQLite::Statement statement(database, query);
    return statement.executeStep() ? statement.getColumn(0).getString() : std::string();
}

}  // namespace

char status_letter(std::string_view value, column const& of) {
    if (value.empty()) return absent;
    if (!of.numeric || !of.shown()) return words;
    if (value == "inf" || value == "-inf") return infinite;
    if (value == "nan") return not_a_number;
    return is_decimal(value) ? decimal : wrong;
}

void check_layout(SQLite::Database& database, std::filesystem::path const& file) {
    std::map<std::string, std::string> const there = definitions(database);
    if (!there.contains("description")) refuse_results(file, "the table 'description' is missing");
    std::string const layout = first_text(database, "SELECT value FROM description WHERE name = 'layout'");
    if (layout != results_layout)
        refuse_results(file, fmt::format("layout '{}', this program reads '{}'", layout, results_layout));
    if (!there.contains("result_column")) refuse_results(file, "the table 'result_column' is missing");

    store_description like;
    like.columns.resize(static_cast<std::size_t>(database.execAndGet("SELECT count(*) FROM result_column").getInt64()));
    SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    create_tables(fresh, like);
    for (auto const& [name, definition] : definitions(fresh)) {
        auto const found = there.find(name);
        if (found == there.end() && (name == "unfinished" || name == "value")) continue;  // made where it is missing
        if (found == there.end()) refuse_results(file, fmt::format("the table '{}' is missing", name));
        if (found->second != definition) refuse_results(file, fmt::format("the table '{}' has other columns", name));
    }
}

void check_content(SQLite::Database& database, store_description const& description,
                   std::filesystem::path const& file) {
    if (std::string const found = first_text(database, "PRAGMA quick_check(1)"); found != "ok")
        refuse_results(file, found);
    std::string const outside = first_text(
        database, fmt::format("SELECT number FROM cell WHERE number < 0 OR number >= {} LIMIT 1", description.cells));
    if (!outside.empty())
        refuse_results(file, fmt::format("cell {} in a study of {} cells", outside, description.cells));
    std::string const unfinished =
        first_text(database, "SELECT cell FROM result WHERE cell NOT IN (SELECT number FROM cell) LIMIT 1");
    if (!unfinished.empty()) refuse_results(file, fmt::format("rows of cell {}, which is not finished", unfinished));

    std::size_t const columns = description.columns.size();
    std::string values;
    for (std::size_t position = 1; position <= columns; ++position) values += fmt::format(", v{}", position);
    SQLite::Statement query(database,
                            fmt::format("SELECT cell, line, value_status{} FROM result ORDER BY cell, line", values));
    std::int64_t cell = -1;
    std::int64_t next_line = 0;
    while (query.executeStep()) {
        if (query.getColumn(0).getInt64() != cell) next_line = 0;
        cell = query.getColumn(0).getInt64();
        if (query.getColumn(1).getInt64() != next_line++)
            refuse_results(file, fmt::format("row {} of cell {} is missing or there twice", next_line, cell));
        std::string const letters = query.getColumn(2).getString();
        for (std::size_t position = 0; position < columns; ++position) {
            column const& of = description.columns[position];
            std::string const value = query.getColumn(static_cast<int>(position) + 3).getString();
            // Version 0.1 called a column that is not shown numeric, whatever it held.
            bool const right =
                letters.size() == columns && (!of.shown() || letters[position] == status_letter(value, of));
            if (!right)
                refuse_results(file, fmt::format("cell {}, row {}: '{}' in the column '{}'", cell, next_line,
                                                 value.substr(0, 40), of.name));
        }
    }
}

bool holds_our_mark(std::filesystem::path const& file) {
    // Of a run that was killed, everything may still stand in the log.
    for (char const* const ending : {"", "-wal"}) {
        std::ifstream input(file.string() + ending, std::ios::binary);
        std::string text;
        std::string fresh(std::size_t{1} << 16U, '\0');
        while (input) {
            input.read(fresh.data(), static_cast<std::streamsize>(fresh.size()));
            text.append(fresh, 0, static_cast<std::size_t>(input.gcount()));
            if (text.find(results_mark) != std::string::npos) return true;
            text.erase(0, text.size() - std::min(text.size(), results_mark.size()));
        }
    }
    return false;
}

}  // namespace ulpfield::study
