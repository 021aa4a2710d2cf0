#include "study/store_refusal.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "files/machine_words.hpp"
#include "study/store_check.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

// Codes of a database that is there, can be read and says something else than was written.
bool damaged(SQLite::Exception const& error) {
    switch (error.getErrorCode()) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT:
        case SQLITE_SCHEMA:
        case SQLITE_ERROR:       // no such table or column
        case SQLITE_CONSTRAINT:  // a row that may not be there
        case SQLITE_MISMATCH:
        case SQLITE_RANGE:
            return true;
        default:
            return error.getExtendedErrorCode() == SQLITE_IOERR_SHORT_READ;  // shorter than its header says
    }
}

// In words: the disk, the quota or the memory where that is the cause, else as SQLite puts it.
std::string refusal_words(SQLite::Exception const& error, int system_error) {
    switch (error.getErrorCode()) {
        case SQLITE_FULL:
            return "the disk is full";
        case SQLITE_NOMEM:
            return "no memory left";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another program uses it and does not let go";
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
            if (system_error != 0)
                return fmt::format("{} (SQLite {})", machine_words(system_error), error.getExtendedErrorCode());
            [[fallthrough]];
        default:
            return fmt::format("{} (SQLite {})", error.what(), error.getExtendedErrorCode());
    }
}

}  // namespace

void refuse_results(std::filesystem::path const& file, std::string const& why) {
    if (holds_our_mark(file))
        throw usage_error(
            fmt::format("{}: not readable results: {}; the command that made them starts over with --force; accepted "
                        "besides: an undamaged copy, or another directory",
                        file.string(), why));
    throw usage_error(
        fmt::format("{}: not results of this program: {}; accepted: results of ulpfield, or another directory",
                    file.string(), why));
}

void refuse(std::filesystem::path const& file, SQLite::Exception const& error, int system_error) {
    std::string const words = refusal_words(error, system_error);
    if (damaged(error)) refuse_results(file, words);
    switch (error.getErrorCode()) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw usage_error(
                fmt::format("{}: {}; accepted: the same command when it is closed there", file.string(), words));
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            throw usage_error(
                fmt::format("{}: cannot be opened: {}; accepted: a directory that can be written (one that only may be "
                            "read: if no run was killed there)",
                            file.string(), words));
        default:
            throw machine_error(fmt::format("{}: {}", file.string(), words));
    }
}

}  // namespace ulpfield::study
