#include "study/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "study/store_check.hpp"
#include "study/store_implementation.hpp"

namespace ulpfield::study {
namespace {

constexpr std::chrono::seconds between_checkpoints(10);

}  // namespace

store::implementation::implementation(std::string const& name, std::filesystem::path shown, int flags)
    : file(std::move(shown)), database(name, flags), read_only((flags & SQLite::OPEN_READONLY) != 0) {}

// Results at rest are one file that any program may read, also where nothing can be written. A reader that is at it
// keeps the log alive; the last to close ends it.
store::implementation::~implementation() {
    if (!on_disk || read_only) return;
    database.tryExec("PRAGMA wal_checkpoint(TRUNCATE)");
    // Statements not reset would keep the log.
    for (auto* statement : {&begin, &commit, &has, &put_cell, &forget, &put_row, &get_cell, &get_rows, &first_from})
        statement->reset();
    database.tryExec("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE");
}

void store::implementation::prepare(store_description described) {
    description = std::move(described);
    std::string marks = "?, ?, ?";
    std::string values;
    for (std::size_t position = 1; position <= description.columns.size(); ++position) {
        marks += ", ?";
        values += fmt::format("{}v{}", position == 1 ? "" : ", ", position);
    }
    has.emplace(database, "SELECT 1 FROM cell WHERE number = ?");
    get_cell.emplace(database, "SELECT failure FROM cell WHERE number = ?");
    get_rows.emplace(database, fmt::format("SELECT {} FROM result WHERE cell = ? ORDER BY line", values));
    first_from.emplace(database, "SELECT min(number) FROM cell WHERE number >= ?");
    all_rows = fmt::format("SELECT cell, {} FROM result ORDER BY cell, line", values);
    if (read_only) return;
    begin.emplace(database, "BEGIN");
    commit.emplace(database, "COMMIT");
    put_cell.emplace(database, "INSERT INTO cell VALUES(?, ?)");
    forget.emplace(database, "DELETE FROM unfinished WHERE cell = ?");
    put_row.emplace(database, fmt::format("INSERT INTO result VALUES({})", marks));
}

void store::implementation::put(std::uint64_t cell, cell_result const& result) {
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
            column const& of = description.columns[position];
            char const letter = status_letter(values[position], of);
            if (letter == '?')
                throw std::logic_error(
                    fmt::format("cell {}: '{}' in the numeric column '{}'", cell, values[position], of.name));
            status += letter;
            put_row->bindNoCopy(static_cast<int>(position) + 4, values[position]);
        }
        put_row->bindNoCopy(3, status);
        run(*put_row);
    }
}

void store::implementation::run(SQLite::Statement& statement) {
    try {
        statement.exec();
    } catch (...) {
        int const cause = errno;
        statement.tryReset();
        errno = cause;
        throw;
    }
    statement.reset();
}

void store::implementation::roll_back() noexcept {
    int const cause = errno;
    if (begin) begin->tryReset();
    if (commit) commit->tryReset();
    database.tryExec("ROLLBACK");
    errno = cause;
}

row store::implementation::read_row(SQLite::Statement& query, int first) const {
    row values(description.columns.size());
    for (std::size_t position = 0; position < values.size(); ++position)
        values[position] = query.getColumn(static_cast<int>(position) + first).getString();
    return values;
}

store::store(std::unique_ptr<implementation> body) : body_(std::move(body)) {}
store::~store() = default;
store_description const& store::description() const { return body_->description; }
bool store::writable() const { return !body_->read_only; }
bool store::from_file() const { return body_->from_file; }
void store::refuse(std::string const& why) const { refuse_results(body_->file, why); }

bool store::has(std::uint64_t cell) const {
    return body_->guarded([&] {
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
        body_->from_file = true;
        body_->guarded([&] { body_->put(cell, result); });
        return;
    }
    body_->guarded([&] {
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
    return body_->guarded([&] {
        SQLite::Statement query(body_->database, "SELECT text FROM unfinished WHERE cell = ?");
        query.bind(1, static_cast<std::int64_t>(cell));
        return query.executeStep() ? query.getColumn(0).getString() : std::string();
    });
}

void store::checkpoint(std::uint64_t cell, std::string const& text) {
    body_->guarded([&] {
        SQLite::Statement insert(body_->database, "INSERT OR REPLACE INTO unfinished VALUES(?, ?)");
        insert.bind(1, static_cast<std::int64_t>(cell));
        insert.bind(2, text);
        insert.exec();
    });
}

void store::together(std::function<void()> const& work) {
    body_->guarded([&] { body_->database.exec("BEGIN"); });
    body_->in_together = true;
    try {
        work();
        body_->guarded([&] { body_->database.exec("COMMIT"); });
    } catch (...) {
        body_->in_together = false;
        body_->roll_back();
        throw;
    }
    body_->in_together = false;
}

std::uint64_t store::size() const {
    return body_->guarded(
        [&] { return static_cast<std::uint64_t>(body_->database.execAndGet("SELECT count(*) FROM cell").getInt64()); });
}

std::uint64_t store::failed() const {
    return body_->guarded([&] {
        return static_cast<std::uint64_t>(
            body_->database.execAndGet("SELECT count(*) FROM cell WHERE failure <> ''").getInt64());
    });
}

std::optional<cell_result> store::get(std::uint64_t cell) const {
    return body_->guarded([&]() -> std::optional<cell_result> {
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
    return body_->guarded([&]() -> std::optional<std::uint64_t> {
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
    body_->guarded([&] {
        SQLite::Statement query(body_->database, body_->all_rows);
        while (query.executeStep())
            visit(static_cast<std::uint64_t>(query.getColumn(0).getInt64()), body_->read_row(query, 1));
    });
}

void store::for_each_failure(std::function<void(std::uint64_t, std::string const&)> const& visit) const {
    body_->guarded([&] {
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
    body_->guarded([&] { put_session(body_->database, begun); });
}

void store::end_session(std::string const& ended, std::string const& outcome, std::uint64_t cells_computed) {
    body_->guarded([&] {
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
    body_->guarded([&] {
        for (session const& each : sessions) put_session(body_->database, each);
    });
}

std::vector<session> store::sessions() const {
    return body_->guarded([&] {
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

void store::set_published(std::vector<std::string> const& names) {
    std::vector<std::string> sorted = names;
    std::sort(sorted.begin(), sorted.end());
    if (sorted == published()) return;
    together([&] {
        body_->guarded([&] {
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
