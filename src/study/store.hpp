#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/store_description.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// One run of the program that worked on a store.
struct session {
    std::string started;  ///< UTC, ISO 8601
    std::string ended;    ///< empty: killed
    std::string outcome;  ///< "finished", "interrupted", "machine error"; empty: killed
    std::uint64_t cells_computed = 0;
    std::string environment;  ///< JSON object: program, machine, libraries
};

/// Where results lie: the database, and the directory of the files made from it.
struct store_place {
    /// A directory, whose results.db it is, or a database by its own name.
    store_place(std::filesystem::path const& named);  // NOLINT(google-explicit-constructor)
    store_place(std::string const& named) : store_place(std::filesystem::path(named)) {}  // NOLINT
    /// `database`: empty: results.db of the directory.
    store_place(std::filesystem::path in, std::filesystem::path const& database);

    std::filesystem::path directory;
    std::filesystem::path file;
    /// The name in messages: the directory, or the database where it lies elsewhere.
    [[nodiscard]] std::string text() const;
};

/// Finished cells in an SQLite database: one transaction per cell, a value is its decimal string with a status.
/// While a run writes: WAL with synchronous=NORMAL, so that any program may read meanwhile (on a disk shared over the
/// network only the run itself may). A killed process loses nothing committed; a power cut may lose the cells of the
/// last ten seconds (the log is forced to the disk that often), never the rest, and resuming computes those again. At
/// rest it is one file out of WAL mode. Writers exclude each other by a run_lock.
/// Damaged results: usage_error that says what to do. Any other refusal by the machine: machine_error naming the file.
/// One thread at a time.
class store final : public results {
public:
    /// Private, unnamed, gone with the object; it spills to the disk, so memory does not grow with the cells.
    [[nodiscard]] static std::unique_ptr<store> temporary(store_description description);

    /// The results of `description` in `place`, whose directory is made if missing. Other results there: usage_error
    /// naming the first parameter that differs, or, with `discard`, they and the files made from them are removed,
    /// damaged ones too. In use by another process, not writable, not a database of ours: usage_error.
    [[nodiscard]] static std::unique_ptr<store> in(store_place const& place, store_description description,
                                                   bool discard);

    /// The results in `directory`, to be published there; nothing there, or it cannot be written: usage_error.
    [[nodiscard]] static std::unique_ptr<store> existing(store_place const& place);

    /// The results in `directory`, for reading only: works where nothing can be written, and while a run writes.
    [[nodiscard]] static std::unique_ptr<store> to_read(store_place const& place);

    /// False where results.db has no tables yet: the run was killed, or has only just started.
    [[nodiscard]] static bool begun_in(store_place const& place);

    /// The description of the results in `directory`; their cells are not looked at.
    [[nodiscard]] static store_description description_in(store_place const& place);

    /// Makes the results in `place` those of the wider study `wider`: `number` says which of its cells a cell there is,
    /// `widened` what its rows are there. All or nothing, whatever interrupts it.
    static void extend(store_place const& place, store_description wider,
                       std::function<std::uint64_t(std::uint64_t)> const& number,
                       std::function<row(std::uint64_t number, row)> const& widened);

    ~store() override;
    store(store const&) = delete;
    store& operator=(store const&) = delete;

    [[nodiscard]] store_description const& description() const;
    /// False: opened by to_read().
    [[nodiscard]] bool writable() const;
    /// True if any of the cells was read from a file, not computed by this process.
    [[nodiscard]] bool from_file() const;
    /// usage_error: what is stored cannot be results, and why.
    [[noreturn]] void refuse(std::string const& why) const;

    [[nodiscard]] bool has(std::uint64_t cell) const;
    /// Commits one cell; it must not be there yet. A row that does not have one value per column: std::logic_error.
    void put(std::uint64_t cell, cell_result const& result);
    /// The last partial state of an unfinished cell (empty: none); put() discards it.
    [[nodiscard]] std::string unfinished(std::uint64_t cell) const;
    void checkpoint(std::uint64_t cell, std::string const& text);
    [[nodiscard]] std::uint64_t size() const;
    [[nodiscard]] std::uint64_t failed() const;

    /// The finished cell, if it is there.
    [[nodiscard]] std::optional<cell_result> get(std::uint64_t cell) const;
    /// The first finished cell from `cell` on, if there is one.
    [[nodiscard]] std::optional<std::uint64_t> first_from(std::uint64_t cell) const;

    void for_each(std::function<void(std::uint64_t, row const&)> const& visit) const override;
    [[nodiscard]] std::vector<column> const& columns() const override { return description().columns; }
    void for_each_failure(std::function<void(std::uint64_t, std::string const&)> const& visit) const;

    /// Many cells as one transaction (merge): commits when the callable returns, nothing is kept if it throws.
    void together(std::function<void()> const& work);

    void begin_session(session const& begun);
    void end_session(std::string const& ended, std::string const& outcome, std::uint64_t cells_computed);
    void add_sessions(std::vector<session> const& sessions);
    [[nodiscard]] std::vector<session> sessions() const;

    /// Names of the files made from these results beside them: --force and a later publishing remove what is stale.
    [[nodiscard]] std::vector<std::string> published() const;
    void set_published(std::vector<std::string> const& names);

private:
    struct implementation;
    explicit store(std::unique_ptr<implementation> body);
    std::unique_ptr<implementation> body_;
};

}  // namespace ulpfield::study
