#pragma once
#include <SQLiteCpp/SQLiteCpp.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "study/run_lock.hpp"
#include "study/store.hpp"
#include "study/store_refusal.hpp"

namespace ulpfield::study {

/// The connection of a store and its statements.
struct store::implementation {
    /// `shown`: the name of the file in messages.
    implementation(std::string const& name, std::filesystem::path shown, int flags);
    ~implementation();
    implementation(implementation const&) = delete;
    implementation& operator=(implementation const&) = delete;

    /// Opens the database, made if it is missing, into `body`: with its lock, in the write-ahead log. Another
    /// program that reads it does not hinder that.
    static void open_to_write(std::unique_ptr<implementation>& body, std::filesystem::path const& file);
    /// Opens the file for reading alone: nothing is written, also beside it, unless it is being written.
    static void open_to_read(std::unique_ptr<implementation>& body, std::filesystem::path const& file);

    /// Makes the statements that reading needs, and those that writing needs unless it is read-only.
    void prepare(store_description described);
    void put(std::uint64_t cell, cell_result const& result);
    void roll_back() noexcept;
    [[nodiscard]] row read_row(SQLite::Statement& query, int first) const;
    static void run(SQLite::Statement& statement);

    /// Runs `work`; a refusal of SQLite becomes what `refuse` makes of it.
    template <class Work>
    auto guarded(Work const& work) const {
        errno = 0;
        try {
            return work();
        } catch (SQLite::Exception const& error) {
            study::refuse(file, error, errno);
        }
    }

    std::filesystem::path file;
    std::unique_ptr<run_lock> lock;  // let go after the connection is closed
    SQLite::Database database;
    store_description description;
    std::optional<SQLite::Statement> begin, commit, has, put_cell, forget, put_row, get_cell, get_rows, first_from;
    std::string all_rows;
    std::string status;
    bool in_together = false;
    bool on_disk = false;
    bool read_only = false;
    bool from_file = false;
    std::chrono::steady_clock::time_point last_checkpoint = std::chrono::steady_clock::now();
};

}  // namespace ulpfield::study
