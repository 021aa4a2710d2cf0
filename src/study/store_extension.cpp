#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <array>

#include "study/store_check.hpp"
#include "study/store_implementation.hpp"
#include "study/store_tables.hpp"

namespace ulpfield::study {
namespace {

// Tables whose rows go on under new numbers, and those that go on as they are.
constexpr std::array renumbered_tables = {"cell", "unfinished", "result"};
constexpr std::array unchanged_tables = {"session", "published"};

void set_aside(SQLite::Database& database) {
    database.exec("DROP VIEW IF EXISTS value");
    for (char const* const name : renumbered_tables)
        database.exec(fmt::format("ALTER TABLE {0} RENAME TO {0}_there", name));
    for (char const* const name : unchanged_tables)
        database.exec(fmt::format("ALTER TABLE {0} RENAME TO {0}_there", name));
    for (char const* const name :
         {"description", "argument", "parameter", "fact", "result_column", "value_status_letter"})
        database.exec(fmt::format("DROP TABLE {}", name));
}

void take_back(SQLite::Database& database) {
    for (char const* const name : unchanged_tables)
        database.exec(fmt::format("INSERT INTO {0} SELECT * FROM {0}_there", name));
    for (char const* const name : renumbered_tables) database.exec(fmt::format("DROP TABLE {}_there", name));
    for (char const* const name : unchanged_tables) database.exec(fmt::format("DROP TABLE {}_there", name));
}

}  // namespace

void store::extend(store_place const& place, store_description wider,
                   std::function<std::uint64_t(std::uint64_t)> const& number,
                   std::function<row(std::uint64_t number, row)> const& widened) {
    std::unique_ptr<implementation> body;
    errno = 0;
    try {
        implementation::open_to_write(body, place.file);
        SQLite::Database& database = body->database;
        check_layout(database, place.file);
        store_description const there = read_description(database, place.file);
        check_content(database, there, place.file);
        complete_tables(database, there);
        SQLite::Transaction transaction(database);
        set_aside(database);
        create_tables(database, wider);
        body->prepare(std::move(wider));
        std::string values;
        for (std::size_t position = 1; position <= there.columns.size(); ++position)
            values += fmt::format("{}v{}", position == 1 ? "" : ", ", position);
        SQLite::Statement rows(database,
                               fmt::format("SELECT {} FROM result_there WHERE cell = ? ORDER BY line", values));
        SQLite::Statement cells(database, "SELECT number, failure FROM cell_there ORDER BY number");
        while (cells.executeStep()) {
            std::int64_t const old = cells.getColumn(0).getInt64();
            std::uint64_t const cell = number(static_cast<std::uint64_t>(old));
            cell_result result;
            result.failure = cells.getColumn(1).getString();
            rows.bind(1, old);
            while (rows.executeStep()) {
                row read(there.columns.size());
                for (std::size_t position = 0; position < read.size(); ++position)
                    read[position] = rows.getColumn(static_cast<int>(position)).getString();
                result.rows.push_back(widened(cell, std::move(read)));
            }
            rows.reset();
            body->put(cell, result);
        }
        SQLite::Statement unfinished(database, "SELECT cell, text FROM unfinished_there");
        SQLite::Statement insert(database, "INSERT INTO unfinished VALUES(?, ?)");
        while (unfinished.executeStep()) {
            insert.bind(
                1, static_cast<std::int64_t>(number(static_cast<std::uint64_t>(unfinished.getColumn(0).getInt64()))));
            insert.bind(2, unfinished.getColumn(1).getString());
            insert.exec();
            insert.reset();
        }
        for (SQLite::Statement* const statement : {&rows, &cells, &unfinished}) statement->reset();
        take_back(database);
        transaction.commit();
    } catch (SQLite::Exception const& refused) {
        study::refuse(place.file, refused, errno);
    }
}

}  // namespace ulpfield::study
