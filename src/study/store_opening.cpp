#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/statfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

#include "files/machine_words.hpp"
#include "study/store_check.hpp"
#include "study/store_implementation.hpp"
#include "study/store_tables.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

namespace fs = std::filesystem;

constexpr int patience_ms = 10'000;     // with another program at the file
constexpr int first_patience_ms = 500;  // before the results are copied away from it

// Disks that several machines share: the log's index in shared memory serves one machine alone.
bool on_network_disk(fs::path const& directory) {
    constexpr std::array<unsigned long, 12> shared = {
        0x6969,      // NFS
        0x517B,      // SMB
        0xFF534D42,  // CIFS
        0xFE534D42,  // SMB 2
        0x5346414F,  // AFS
        0x0BD00BD0,  // Lustre
        0x47504653,  // GPFS
        0x00C36400,  // Ceph
        0x19830326,  // BeeGFS
        0x65735546,  // FUSE
        0x01021997,  // 9p
        0x73757245,  // Coda
    };
    struct statfs status {};
    if (::statfs(directory.c_str(), &status) != 0) return false;
    auto const kind = static_cast<unsigned long>(status.f_type) & 0xFFFFFFFFUL;
    return std::find(shared.begin(), shared.end(), kind) != shared.end();
}

// Into the write-ahead log, where readers and the writer do not wait for each other.
bool into_log(SQLite::Database& database, int wait_ms) {
    database.setBusyTimeout(wait_ms);
    try {
        return database.execAndGet("PRAGMA journal_mode = WAL").getString() == "wal";
    } catch (SQLite::Exception const& error) {
        if (error.getErrorCode() == SQLITE_BUSY) return false;
        throw;
    }
}

// A program that has not ended its reading keeps the old file; the results go on in a copy in its place.
void copy_away(SQLite::Database& database, fs::path const& file) {
    fs::path const copy = file.string() + ".copy";
    std::error_code ignored;
    fs::remove(copy, ignored);
    SQLite::Statement vacuum(database, "VACUUM INTO ?");
    vacuum.bind(1, fs::absolute(copy).string());
    vacuum.exec();
    fs::rename(copy, file);
}

// A name as SQLite reads it in a URI.
std::string uri_of(fs::path const& file, std::string_view parameters) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~/";
    std::string uri = "file://";
    for (char const character : fs::absolute(file).string()) {
        if (plain.find(character) != std::string_view::npos)
            uri += character;
        else
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(character));
    }
    return uri + std::string(parameters);
}

// Bytes 18 and 19 of an SQLite file: 2 for the write-ahead log.
bool rests_in_log_mode(fs::path const& file) {
    std::array<char, 20> head{};
    std::ifstream(file, std::ios::binary).read(head.data(), head.size());
    return head[18] == 2 || head[19] == 2;
}

std::uintmax_t size_of(fs::path const& file) {
    std::error_code missing;
    std::uintmax_t const size = fs::file_size(file, missing);
    return missing ? 0 : size;
}

fs::path results_in(store_place const& place) {
    std::error_code error;
    if (!fs::exists(place.file, error))
        throw usage_error(fmt::format("{}: no {} there; accepted: a directory written with --output, or its database",
                                      place.directory.string(), place.file.filename().string()));
    return place.file;
}

void make_directory(std::string_view option_name, fs::path const& directory) {
    std::error_code error;
    fs::create_directories(directory, error);
    if (!error && fs::is_directory(directory, error)) return;
    if (error && !lasting_refusal(error.value()))
        throw machine_error(fmt::format("{}: {}", directory.string(), machine_words(error.value())));
    throw usage_error(fmt::format("{}: {}: {}; accepted: a directory that can be written", option_name,
                                  directory.string(), error ? machine_words(error.value()) : "not a directory"));
}

std::vector<std::string> read_published(SQLite::Database& database) {
    std::vector<std::string> names;
    SQLite::Statement query(database, "SELECT name FROM published ORDER BY name");
    while (query.executeStep()) names.push_back(query.getColumn(0).getString());
    return names;
}

// Removes our results, however damaged, and the files made from them. What is not ours stays.
void discard_results(fs::path const& directory, fs::path const& file) {
    if (!holds_our_mark(file)) return;
    std::error_code ignored;
    try {
        SQLite::Database database(fs::absolute(file).string(), SQLite::OPEN_READONLY);
        for (std::string const& name : read_published(database)) {
            // A name, never a path: nothing outside the directory is touched.
            if (fs::path(name).filename() == fs::path(name)) fs::remove(directory / name, ignored);
        }
    } catch (SQLite::Exception const&) {  // too damaged to say: what it lists is written anew or stays
    }
    for (char const* const ending : {"", "-wal", "-shm", "-journal", ".copy"})
        fs::remove(file.string() + ending, ignored);
}

}  // namespace

// Opens the file, made if missing, with the log on.
void store::implementation::open_to_write(std::unique_ptr<implementation>& body, fs::path const& file) {
    auto const open = [&] {
        auto lock = body ? std::move(body->lock) : std::make_unique<run_lock>(file);
        body.reset();
        body = std::make_unique<implementation>(fs::absolute(file).string(), file,
                                                SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        body->lock = std::move(lock);
        body->on_disk = true;
        if (on_network_disk(file.has_parent_path() ? file.parent_path() : "."))
            body->database.exec("PRAGMA locking_mode = EXCLUSIVE");
    };
    open();
    if (!into_log(body->database, first_patience_ms)) {
        copy_away(body->database, file);
        open();
        if (!into_log(body->database, patience_ms))
            throw usage_error(
                fmt::format("{}: another program uses it and does not let go; accepted: the same command when it is "
                            "closed there",
                            file.string()));
    }
    body->database.setBusyTimeout(patience_ms);
    body->database.exec("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; COMMIT");
}

std::unique_ptr<store> store::temporary(store_description description) {
    auto body = std::make_unique<implementation>("", "temporary results", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    body->guarded([&] {
        body->database.exec("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE");
        create_tables(body->database, description);
        body->prepare(std::move(description));
    });
    return std::unique_ptr<store>(new store(std::move(body)));
}

store_place::store_place(fs::path const& named) : directory(named), file(named / "results.db") {
    std::error_code error;
    if (!fs::is_regular_file(named, error)) return;
    directory = named.has_parent_path() ? named.parent_path() : ".";
    file = named;
}

store_place::store_place(fs::path in, fs::path const& database)
    : directory(std::move(in)), file(database.empty() ? directory / "results.db" : database) {}

std::string store_place::text() const {
    return file.filename() == "results.db" && file.parent_path() == directory ? directory.string() : file.string();
}

std::unique_ptr<store> store::in(store_place const& place, store_description description, bool discard) {
    make_directory("--output", place.directory);
    fs::path const& file = place.file;
    if (file.has_parent_path()) make_directory("--store-file", file.parent_path());
    std::unique_ptr<implementation> body;
    errno = 0;
    try {
        if (discard) {
            run_lock const alone(file);
            discard_results(place.directory, file);
        }
        implementation::open_to_write(body, file);
        SQLite::Database& database = body->database;
        if (has_tables(database)) {
            check_layout(database, file);
            std::string const difference = first_difference(read_description(database, file), description, true);
            if (!difference.empty())
                throw usage_error(
                    fmt::format("--output: {} holds other results: {}; accepted: the same command to resume, another "
                                "directory, --extend to add values to a list, or --force to start over",
                                place.text(), difference));
            check_content(database, description, file);
            complete_tables(database, description);
            body->from_file = database.execAndGet("SELECT count(*) FROM cell").getInt64() > 0;
        } else {
            SQLite::Transaction transaction(database);
            create_tables(database, description);
            transaction.commit();
        }
        body->prepare(std::move(description));
    } catch (SQLite::Exception const& refused) {
        study::refuse(file, refused, errno);
    }
    return std::unique_ptr<store>(new store(std::move(body)));
}

std::unique_ptr<store> store::existing(store_place const& place) {
    fs::path const file = results_in(place);
    std::unique_ptr<implementation> body;
    errno = 0;
    try {
        implementation::open_to_write(body, file);
        check_layout(body->database, file);
        store_description description = read_description(body->database, file);
        check_content(body->database, description, file);
        complete_tables(body->database, description);
        body->from_file = true;
        body->prepare(std::move(description));
    } catch (SQLite::Exception const& refused) {
        study::refuse(file, refused, errno);
    }
    return std::unique_ptr<store>(new store(std::move(body)));
}

// A file at rest in log mode, as version 0.1 left it, is read as it lies: opening it otherwise would write beside it.
void store::implementation::open_to_read(std::unique_ptr<implementation>& body, fs::path const& file) {
    fs::path const log = file.string() + "-wal";
    std::error_code error;
    bool as_it_lies = rests_in_log_mode(file) && !fs::exists(log, error);
    for (;;) {
        std::string const name = as_it_lies ? uri_of(file, "?immutable=1") : fs::absolute(file).string();
        try {
            body = std::make_unique<implementation>(name, file,
                                                    SQLite::OPEN_READONLY | (as_it_lies ? SQLite::OPEN_URI : 0));
            body->database.setBusyTimeout(patience_ms);
            static_cast<void>(has_tables(body->database));
            return;
        } catch (SQLite::Exception const& refused) {
            bool const cannot_write =
                refused.getErrorCode() == SQLITE_CANTOPEN || refused.getErrorCode() == SQLITE_READONLY;
            if (!cannot_write || as_it_lies || !rests_in_log_mode(file)) throw;
            if (size_of(log) > 0)
                throw usage_error(
                    fmt::format("{}: a run that was killed left its log ({}), which can be read only where it can be "
                                "written; accepted: that run resumed, or a copy of the directory",
                                file.string(), log.filename().string()));
            as_it_lies = true;
        }
    }
}

std::unique_ptr<store> store::to_read(store_place const& place) {
    fs::path const file = results_in(place);
    std::unique_ptr<implementation> body;
    errno = 0;
    try {
        implementation::open_to_read(body, file);
        check_layout(body->database, file);
        store_description description = read_description(body->database, file);
        check_content(body->database, description, file);
        body->from_file = true;
        body->prepare(std::move(description));
    } catch (SQLite::Exception const& refused) {
        study::refuse(file, refused, errno);
    }
    return std::unique_ptr<store>(new store(std::move(body)));
}

bool store::begun_in(store_place const& place) {
    fs::path const file = results_in(place);
    std::unique_ptr<implementation> body;
    errno = 0;
    try {
        implementation::open_to_read(body, file);
        return has_tables(body->database);
    } catch (SQLite::Exception const& refused) {
        study::refuse(file, refused, errno);
    }
}

store_description store::description_in(store_place const& place) {
    fs::path const file = results_in(place);
    std::unique_ptr<implementation> body;
    errno = 0;
    try {
        implementation::open_to_read(body, file);
        check_layout(body->database, file);
        return read_description(body->database, file);
    } catch (SQLite::Exception const& refused) {
        study::refuse(file, refused, errno);
    }
}

std::vector<std::string> store::published() const {
    return body_->guarded([&] { return read_published(body_->database); });
}

}  // namespace ulpfield::study
