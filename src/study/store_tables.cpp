#include "study/store_tables.hpp"

#include <fmt/format.h>

#include <charconv>

#include "study/store_refusal.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

std::uint64_t cells_from(std::string const& text, std::filesystem::path const& file) {
    std::uint64_t cells = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), cells);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        refuse_results(file, fmt::format("'{}' cells", text.substr(0, 40)));
    return cells;
}

}  // namespace

void create_tables(SQLite::Database& database, store_description const& description) {
    database.exec(
        "CREATE TABLE description(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
        "CREATE TABLE argument(position INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, given INTEGER "
        "NOT NULL);"
        "CREATE TABLE parameter(position INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL);"
        "CREATE TABLE fact(position INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL);"
        "CREATE TABLE result_column(position INTEGER PRIMARY KEY, name TEXT NOT NULL, meaning TEXT NOT NULL,"
        "                           numeric INTEGER NOT NULL);"
        "CREATE TABLE value_status_letter(letter TEXT PRIMARY KEY, meaning TEXT NOT NULL) WITHOUT ROWID;"
        "INSERT INTO value_status_letter VALUES('a', 'absent'), ('d', 'decimal number'), ('i', 'infinite'),"
        "                                      ('n', 'not a number'), ('t', 'text');"
        "CREATE TABLE session(number INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT NOT NULL, outcome TEXT NOT "
        "NULL,"
        "                     cells_computed INTEGER NOT NULL, environment TEXT NOT NULL);"
        "CREATE TABLE published(name TEXT PRIMARY KEY) WITHOUT ROWID;"
        "CREATE TABLE cell(number INTEGER PRIMARY KEY, failure TEXT NOT NULL);");
    std::string values;
    for (std::size_t position = 1; position <= description.columns.size(); ++position) {
        values += fmt::format(", v{} TEXT NOT NULL", position);
    }
    database.exec(
        fmt::format("CREATE TABLE result(cell INTEGER NOT NULL, line INTEGER NOT NULL, value_status TEXT NOT NULL{},"
                    " PRIMARY KEY(cell, line)) WITHOUT ROWID",
                    values));
    complete_tables(database, description);

    SQLite::Statement fact(database, "INSERT INTO description VALUES(?, ?)");
    auto const say = [&fact](std::string const& name, std::string const& value) {
        fact.bind(1, name);
        fact.bind(2, value);
        fact.exec();
        fact.reset();
    };
    say("layout", std::string(results_layout));
    say("command", description.command);
    say("cells", std::to_string(description.cells));
    say("shard", to_string(description.part));

    SQLite::Statement argument(database, "INSERT INTO argument(name, value, given) VALUES(?, ?, ?)");
    for (store_description::argument const& each : description.arguments) {
        argument.bind(1, each.name);
        argument.bind(2, each.text);
        argument.bind(3, each.given ? 1 : 0);
        argument.exec();
        argument.reset();
    }
    auto const put_pairs = [&database](char const* table,
                                       std::vector<std::pair<std::string, std::string>> const& pairs) {
        SQLite::Statement insert(database, fmt::format("INSERT INTO {}(name, value) VALUES(?, ?)", table));
        for (auto const& [name, value] : pairs) {
            insert.bind(1, name);
            insert.bind(2, value);
            insert.exec();
            insert.reset();
        }
    };
    put_pairs("parameter", description.parameters);
    put_pairs("fact", description.facts);
    SQLite::Statement column_row(database, "INSERT INTO result_column(name, meaning, numeric) VALUES(?, ?, ?)");
    for (column const& each : description.columns) {
        column_row.bind(1, each.name);
        column_row.bind(2, each.meaning);
        column_row.bind(3, each.numeric ? 1 : 0);
        column_row.exec();
        column_row.reset();
    }
}

void complete_tables(SQLite::Database& database, store_description const& description) {
    database.exec("CREATE TABLE IF NOT EXISTS unfinished(cell INTEGER PRIMARY KEY, text TEXT NOT NULL)");
    if (description.columns.empty()) return;
    std::string choice;
    for (std::size_t position = 1; position <= description.columns.size(); ++position)
        choice += fmt::format(" WHEN {0} THEN v{0}", position);
    database.exec(
        fmt::format("CREATE VIEW IF NOT EXISTS value AS SELECT cell, line, name, CASE position{} END AS value,"
                    " substr(value_status, position, 1) AS status FROM result CROSS JOIN result_column",
                    choice));
}

store_description read_description(SQLite::Database& database, std::filesystem::path const& file) {
    store_description read;
    auto const text = [&database](char const* name) {
        SQLite::Statement query(database, "SELECT value FROM description WHERE name = ?");
        query.bind(1, name);
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    };
    read.command = text("command");
    read.cells = cells_from(text("cells"), file);
    try {
        read.part = parse_part(text("shard"));
    } catch (usage_error const& error) {
        refuse_results(file, error.what());
    }
    SQLite::Statement argument(database, "SELECT name, value, given FROM argument ORDER BY position");
    while (argument.executeStep())
        read.arguments.push_back({argument.getColumn(0).getString(), argument.getColumn(1).getString(),
                                  argument.getColumn(2).getInt() != 0});
    SQLite::Statement parameter(database, "SELECT name, value FROM parameter ORDER BY position");
    while (parameter.executeStep())
        read.parameters.emplace_back(parameter.getColumn(0).getString(), parameter.getColumn(1).getString());
    SQLite::Statement fact(database, "SELECT name, value FROM fact ORDER BY position");
    while (fact.executeStep()) read.facts.emplace_back(fact.getColumn(0).getString(), fact.getColumn(1).getString());
    SQLite::Statement columns(database, "SELECT name, meaning, numeric FROM result_column ORDER BY position");
    while (columns.executeStep())
        read.columns.push_back(
            {columns.getColumn(0).getString(), columns.getColumn(1).getString(), columns.getColumn(2).getInt() != 0});
    return read;
}

bool has_tables(SQLite::Database& database) {
    SQLite::Statement query(database, "SELECT count(*) FROM sqlite_master");
    query.executeStep();
    return query.getColumn(0).getInt() != 0;
}

}  // namespace ulpfield::study
