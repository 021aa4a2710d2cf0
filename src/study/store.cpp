#include "study/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "study/store_tables.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds between_checkpoints(10);

// One letter per value, in the column `value_status`; the table value_status_letter says what they mean.
constexpr char absent = 'a', decimal = 'd', infinite = 'i', not_a_number = 'n', words = 't';

char status_of(std::string const& value, bool numeric) {
    if (value.empty()) return absent;
    if (!numeric) return words;
    if (value == "inf" || value == "-inf") return infinite;
    return value == "nan" ? not_a_number : decimal;
}

std::string as_hint(SQLite::Exception const& error) {
    switch (error.getErrorCode()) {
        case SQLITE_FULL:
            return "the disk is full";
        case SQLITE_NOMEM:
            return "no memory left";
        default:
            return error.what();
    }
}

// Runs `work`; what SQLite refuses becomes a machine_error naming the file.
template <class Work>
auto guarded(std::string const& name, Work const& work) {
    try {
        return work();
    } catch (SQLite::Exception const& error) {
        throw machine_error(fmt::format("{}: {} (SQLite {})", name, as_hint(error), error.getExtendedErrorCode()));
    }
}

std::vector<std::string> read_published(SQLite::Database& database) {
    std::vector<std::string> names;
    SQLite::Statement query(database, "SELECT name FROM published ORDER BY name");
    while (query.executeStep()) names.push_back(query.getColumn(0).getString());
    return names;
}

}  // namespace

struct store::implementation {
    implementation(std::string file, std::string shown)
        : name(std::move(shown)), database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {}

    void prepare(store_description described) {
        description = std::move(described);
        database.exec("CREATE TABLE IF NOT EXISTS unfinished(cell INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        begin.emplace(database, "BEGIN");
        commit.emplace(database, "COMMIT");
        has.emplace(database, "SELECT 1 FROM cell WHERE number = ?");
        put_cell.emplace(database, "INSERT INTO cell VALUES(?, ?)");
        std::string marks = "?, ?, ?", values;
        for (std::size_t position = 1; position <= description.columns.size(); ++position) {
            marks += ", ?";
            values += fmt::format("{}v{}", position == 1 ? "" : ", ", position);
        }
        forget.emplace(database, "DELETE FROM unfinished WHERE cell = ?");
        put_row.emplace(database, fmt::format("INSERT INTO result VALUES({})", marks));
        get_cell.emplace(database, "SELECT failure FROM cell WHERE number = ?");
        get_rows.emplace(database, fmt::format("SELECT {} FROM result WHERE cell = ? ORDER BY line", values));
        first_from.emplace(database, "SELECT min(number) FROM cell WHERE number >= ?");
        all_rows = fmt::format("SELECT cell, {} FROM result ORDER BY cell, line", values);
    }

    void put(std::uint64_t cell, cell_result const& result) {
        put_cell->bind(1, static_cast<std::int64_t>(cell));
        put_cell->bindNoCopy(2, result.failure);
        run(*put_cell);
        forget->bind(1, static_cast<std::int64_t>(cell));
        run(*forget);
        std::int64_t line = 0;
        for (row const& values : result.rows) {
            status.clear();
            put_row->bind(1, static_cast<std::int64_t>(cell));
            put_row->bind(2, line++);
            for (std::size_t position = 0; position < values.size(); ++position) {
                status += status_of(values[position], description.columns[position].numeric);
                put_row->bindNoCopy(static_cast<int>(position) + 4, values[position]);
            }
            put_row->bindNoCopy(3, status);
            run(*put_row);
        }
    }

    static void run(SQLite::Statement& statement) {
        try {
            statement.exec();
        } catch (...) {
            statement.tryReset();
            throw;
        }
        statement.reset();
    }

    void roll_back() noexcept {
        if (begin) begin->tryReset();
        if (commit) commit->tryReset();
        database.tryExec("ROLLBACK");
    }

    row read_row(SQLite::Statement& query, int first) const {
        row values(description.columns.size());
        for (std::size_t position = 0; position < values.size(); ++position)
            values[position] = query.getColumn(static_cast<int>(position) + first).getString();
        return values;
    }

    std::string name;  // of the file, for messages
    SQLite::Database database;
    store_description description;
    std::optional<SQLite::Statement> begin, commit, has, put_cell, forget, put_row, get_cell, get_rows, first_from;
    std::string all_rows;
    std::string status;
    bool in_together = false;
    bool on_disk = false;
    std::chrono::steady_clock::time_point last_checkpoint = std::chrono::steady_clock::now();
};

store::store(std::unique_ptr<implementation> body) : body_(std::move(body)) {}
store::~store() = default;
store_description const& store::description() const { return body_->description; }

std::unique_ptr<store> store::temporary(store_description description) {
    return guarded("temporary results", [&] {
        auto body = std::make_unique<implementation>("", "temporary results");
        body->database.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
        create_tables(body->database, description);
        body->prepare(std::move(description));
        return std::unique_ptr<store>(new store(std::move(body)));
    });
}

namespace {

[[noreturn]] void refuse(fs::path const& file, SQLite::Exception const& error) {
    switch (error.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw usage_error(fmt::format("{}: in use by another process; accepted: a directory of this process alone",
                                          file.string()));
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            throw usage_error(
                fmt::format("{}: not a readable database ({}); accepted: results of ulpfield, or another directory",
                            file.string(), error.what()));
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            throw usage_error(
                fmt::format("{}: cannot be written ({}); accepted: a directory that can", file.string(), error.what()));
        default:
            throw machine_error(fmt::format("{}: {}", file.string(), as_hint(error)));
    }
}

// Takes the lock, held until the database is closed. In exclusive mode the log needs no shared memory.
void lock(SQLite::Database& database) {
    database.exec("PRAGMA locking_mode = EXCLUSIVE");
    SQLite::Statement journal(database, "PRAGMA journal_mode = WAL");
    journal.executeStep();
    journal.reset();
    database.exec("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT");
}

}  // namespace

std::unique_ptr<store> store::in(fs::path const& directory, store_description description, bool discard) {
    std::error_code error;
    fs::create_directories(directory, error);
    if (error || !fs::is_directory(directory, error)) {
        std::string const reason = error ? error.message() : std::string("not a directory");
        if (error == std::errc::no_space_on_device)
            throw machine_error(fmt::format("{}: {}", directory.string(), reason));
        throw usage_error(
            fmt::format("--output: {}: {}; accepted: a directory that can be written", directory.string(), reason));
    }
    fs::path const file = directory / "results.db";
    try {
        auto body = std::make_unique<implementation>(file.string(), file.string());
        body->on_disk = true;
        lock(body->database);
        bool const filled = has_tables(body->database);
        if (filled) check_layout(body->database, file);
        if (filled && !discard) {
            std::string const difference = first_difference(read_description(body->database), description, true);
            if (!difference.empty())
                throw usage_error(
                    fmt::format("--output: {} holds other results: {}; accepted: the same command to resume, another "
                                "directory, or --force to start over",
                                directory.string(), difference));
        } else {
            if (filled)
                for (std::string const& name : read_published(body->database)) {
                    // A name, never a path: nothing outside the directory is touched.
                    if (fs::path(name).filename() == fs::path(name)) fs::remove(directory / name, error);
                }
            SQLite::Transaction transaction(body->database);
            if (filled) drop_tables(body->database);
            create_tables(body->database, description);
            transaction.commit();
        }
        body->prepare(std::move(description));
        return std::unique_ptr<store>(new store(std::move(body)));
    } catch (SQLite::Exception const& refused) {
        refuse(file, refused);
    }
}

std::unique_ptr<store> store::existing(fs::path const& directory) {
    fs::path const file = directory / "results.db";
    std::error_code error;
    if (!fs::exists(file, error))
        throw usage_error(
            fmt::format("{}: no results.db there; accepted: a directory written with --output", directory.string()));
    try {
        auto body = std::make_unique<implementation>(file.string(), file.string());
        body->on_disk = true;
        lock(body->database);
        check_layout(body->database, file);
        body->prepare(read_description(body->database));
        return std::unique_ptr<store>(new store(std::move(body)));
    } catch (SQLite::Exception const& refused) {
        refuse(file, refused);
    }
}

bool store::has(std::uint64_t cell) const {
    return guarded(body_->name, [&] {
        body_->has->bind(1, static_cast<std::int64_t>(cell));
        bool const found = body_->has->executeStep();
        body_->has->reset();
        return found;
    });
}

void store::put(std::uint64_t cell, cell_result const& result) {
    for (row const& values : result.rows)
        if (values.size() != body_->description.columns.size())
            throw std::logic_error(fmt::format("cell {}: a row has {} values for {} columns", cell, values.size(),
                                               body_->description.columns.size()));
    if (body_->in_together) {
        guarded(body_->name, [&] { body_->put(cell, result); });
        return;
    }
    guarded(body_->name, [&] {
        try {
            implementation::run(*body_->begin);
            body_->put(cell, result);
            implementation::run(*body_->commit);
        } catch (...) {
            body_->roll_back();
            throw;
        }
        auto const now = std::chrono::steady_clock::now();
        if (body_->on_disk && now - body_->last_checkpoint >= between_checkpoints) {
            body_->database.exec("PRAGMA wal_checkpoint(PASSIVE)");
            body_->last_checkpoint = now;
        }
    });
}

std::string store::unfinished(std::uint64_t cell) const {
    return guarded(body_->name, [&] {
        SQLite::Statement query(body_->database, "SELECT text FROM unfinished WHERE cell = ?");
        query.bind(1, static_cast<std::int64_t>(cell));
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    });
}

void store::checkpoint(std::uint64_t cell, std::string const& text) {
    guarded(body_->name, [&] {
        SQLite::Statement insert(body_->database, "INSERT OR REPLACE INTO unfinished VALUES(?, ?)");
        insert.bind(1, static_cast<std::int64_t>(cell));
        insert.bind(2, text);
        insert.exec();
    });
}

void store::together(std::function<void()> const& work) {
    guarded(body_->name, [&] { body_->database.exec("BEGIN"); });
    body_->in_together = true;
    try {
        work();
        guarded(body_->name, [&] { body_->database.exec("COMMIT"); });
    } catch (...) {
        body_->in_together = false;
        body_->roll_back();
        throw;
    }
    body_->in_together = false;
}

std::uint64_t store::size() const {
    return guarded(body_->name, [&] {
        return static_cast<std::uint64_t>(body_->database.execAndGet("SELECT count(*) FROM cell").getInt64());
    });
}

std::uint64_t store::failed() const {
    return guarded(body_->name, [&] {
        return static_cast<std::uint64_t>(
            body_->database.execAndGet("SELECT count(*) FROM cell WHERE failure <> ''").getInt64());
    });
}

std::optional<cell_result> store::get(std::uint64_t cell) const {
    return guarded(body_->name, [&]() -> std::optional<cell_result> {
        cell_result found;
        body_->get_cell->bind(1, static_cast<std::int64_t>(cell));
        bool const there = body_->get_cell->executeStep();
        if (there) found.failure = body_->get_cell->getColumn(0).getString();
        body_->get_cell->reset();
        if (!there) return std::nullopt;
        body_->get_rows->bind(1, static_cast<std::int64_t>(cell));
        while (body_->get_rows->executeStep()) found.rows.push_back(body_->read_row(*body_->get_rows, 0));
        body_->get_rows->reset();
        return found;
    });
}

std::optional<std::uint64_t> store::first_from(std::uint64_t cell) const {
    return guarded(body_->name, [&]() -> std::optional<std::uint64_t> {
        body_->first_from->bind(1, static_cast<std::int64_t>(cell));
        body_->first_from->executeStep();
        std::optional<std::uint64_t> found;
        if (!body_->first_from->getColumn(0).isNull())
            found = static_cast<std::uint64_t>(body_->first_from->getColumn(0).getInt64());
        body_->first_from->reset();
        return found;
    });
}

void store::for_each(std::function<void(std::uint64_t, row const&)> const& visit) const {
    guarded(body_->name, [&] {
        SQLite::Statement query(body_->database, body_->all_rows);
        while (query.executeStep())
            visit(static_cast<std::uint64_t>(query.getColumn(0).getInt64()), body_->read_row(query, 1));
    });
}

void store::for_each_failure(std::function<void(std::uint64_t, std::string const&)> const& visit) const {
    guarded(body_->name, [&] {
        SQLite::Statement query(body_->database,
                                "SELECT number, failure FROM cell WHERE failure <> '' ORDER BY number");
        while (query.executeStep())
            visit(static_cast<std::uint64_t>(query.getColumn(0).getInt64()), query.getColumn(1).getString());
    });
}

namespace {

void put_session(SQLite::Database& database, session const& each) {
    SQLite::Statement insert(
        database, "INSERT INTO session(started, ended, outcome, cells_computed, environment) VALUES(?, ?, ?, ?, ?)");
    insert.bind(1, each.started);
    insert.bind(2, each.ended);
    insert.bind(3, each.outcome);
    insert.bind(4, static_cast<std::int64_t>(each.cells_computed));
    insert.bind(5, each.environment);
    insert.exec();
}

}  // namespace

void store::begin_session(session const& begun) {
    guarded(body_->name, [&] { put_session(body_->database, begun); });
}

void store::end_session(std::string const& ended, std::string const& outcome, std::uint64_t cells_computed) {
    guarded(body_->name, [&] {
        SQLite::Statement update(body_->database,
                                 "UPDATE session SET ended = ?, outcome = ?, cells_computed = ?"
                                 " WHERE number = (SELECT max(number) FROM session)");
        update.bind(1, ended);
        update.bind(2, outcome);
        update.bind(3, static_cast<std::int64_t>(cells_computed));
        update.exec();
    });
}

void store::add_sessions(std::vector<session> const& sessions) {
    guarded(body_->name, [&] {
        for (session const& each : sessions) put_session(body_->database, each);
    });
}

std::vector<session> store::sessions() const {
    return guarded(body_->name, [&] {
        std::vector<session> all;
        SQLite::Statement query(
            body_->database,
            "SELECT started, ended, outcome, cells_computed, environment FROM session ORDER BY number");
        while (query.executeStep())
            all.push_back({query.getColumn(0).getString(), query.getColumn(1).getString(),
                           query.getColumn(2).getString(), static_cast<std::uint64_t>(query.getColumn(3).getInt64()),
                           query.getColumn(4).getString()});
        return all;
    });
}

std::vector<std::string> store::published() const {
    return guarded(body_->name, [&] { return read_published(body_->database); });
}

void store::set_published(std::vector<std::string> const& names) {
    together([&] {
        guarded(body_->name, [&] {
            body_->database.exec("DELETE FROM published");
            SQLite::Statement insert(body_->database, "INSERT OR IGNORE INTO published VALUES(?)");
            for (std::string const& name : names) {
                insert.bind(1, name);
                insert.exec();
                insert.reset();
            }
        });
    });
}

}  // namespace ulpfield::study
