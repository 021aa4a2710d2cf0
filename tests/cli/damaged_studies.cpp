// Results of every study whose values were changed to others of the same form: reading them ends with 0 or 2, never
// with a crash, an internal error or without end. Argument 1: the program.
#include <SQLiteCpp/SQLiteCpp.h>

#include <boost/test/unit_test.hpp>
#include <random>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;

namespace {

struct stored_column {
    std::string name;
    bool checked;  ///< a number that is shown: only text of that form is read at all
};

char letter_of(std::string const& value, bool checked) {
    if (value.empty()) return 'a';
    if (!checked) return 't';
    if (value == "inf" || value == "-inf") return 'i';
    return value == "nan" ? 'n' : 'd';
}

std::vector<stored_column> columns_of(SQLite::Database& database) {
    std::vector<stored_column> columns;
    SQLite::Statement query(database, "SELECT name, numeric AND meaning <> '' FROM result_column ORDER BY position");
    while (query.executeStep()) columns.push_back({query.getColumn(0).getString(), query.getColumn(1).getInt() != 0});
    return columns;
}

/// Changes one value, at random; says which.
std::string change(SQLite::Database& database, std::vector<stored_column> const& columns, std::mt19937_64& words) {
    static std::vector<std::string> const numbers = {
        "",    "nan", "inf", "-inf", "0", "-1", "1e999", "1e-999", "18446744073709551616", "99999999999",
        "0.5", "-0",  "1"};
    static std::vector<std::string> const texts = {
        "", "word", "fp16", "exact", "a,b", "2:1", "{", "raw", "{\"memories\":[[]]}", "../x"};
    auto const below = [&words](std::size_t bound) { return static_cast<std::size_t>(words() % bound); };
    auto const rows = static_cast<std::size_t>(database.execAndGet("SELECT count(*) FROM result").getInt64());
    std::size_t const at = below(columns.size());
    std::string const value =
        columns[at].checked || below(2) == 0 ? numbers[below(numbers.size())] : texts[below(texts.size())];
    SQLite::Statement row(database, "SELECT cell, line, value_status FROM result LIMIT 1 OFFSET ?");
    row.bind(1, static_cast<std::int64_t>(below(rows)));
    BOOST_REQUIRE(row.executeStep());
    std::string letters = row.getColumn(2).getString();
    letters[at] = letter_of(value, columns[at].checked);
    SQLite::Statement update(database, "UPDATE result SET v" + std::to_string(at + 1) +
                                           " = ?, value_status = ? WHERE cell = ? AND line = ?");
    update.bind(1, value);
    update.bind(2, letters);
    update.bind(3, row.getColumn(0).getInt64());
    update.bind(4, row.getColumn(1).getInt64());
    row.reset();
    update.exec();
    return columns[at].name + " = '" + value + "' ";
}

}  // namespace

BOOST_AUTO_TEST_CASE(values_of_another_result) {
    std::mt19937_64 words(20261130);
    running::surroundings const no_gnuplot{{"PATH=/nonexistent"}, RLIM_INFINITY};
    for (std::string const& study : std::vector<std::string>{
             "compare --n 2,3 --N 10 --K 3 --trials 2 --formats fp16,fp64",
             "capacity --N 10,12 --K 3,5 --n 2,3 --quantity p-error,p-tie",
             "recall --model hopfield,exponential --K 3,5 --N 20 --trials 3", "boundary --N 20 --K 10",
             "boundary --advise --N 20 --K 10 --n 3", "xor --n 1:3 --formats exact,fp16",
             "dynamics --model tanh/rectified:3 --time 1 --formats fp64",
             "verify --claim leaky-scaling --n 3 --N 3:5 --formats exact,fp16", "formats --formats fp8e4m3,fp16",
             "train --n 2 --N 10 --K 3 --epochs 3 --formats fp64",
             "tune --n 2 --N 10 --K 3 --epochs 3 --inverse-temperature 0.5,1 --learning-rate 0.1,0.2",
             "converge --networks iid --N 20 --K 5"}) {
        temporary_directory const here;
        outcome const made = run_program(study + " --print none --output " + (here / "sound"), no_gnuplot);
        BOOST_TEST((made.status == 0 || made.status == 4), study << ": " << made.err);
        for (int round = 0; round < 20; ++round) {
            fs::create_directory(here / "a");
            fs::copy(here / "sound/results.db", here / "a/results.db");
            std::string changed;
            {
                SQLite::Database database(here / "a/results.db", SQLite::OPEN_READWRITE);
                std::vector<stored_column> const columns = columns_of(database);
                for (std::uint64_t count = 1 + words() % 3; count > 0; --count)
                    changed += change(database, columns, words);
            }
            outcome const read = run_program("report " + (here / "a"), no_gnuplot);
            BOOST_TEST((read.status == 0 || read.status == 2),
                       study << ": " << changed << "ended with " << read.status << ": " << read.err);
            fs::remove_all(here / "a");
        }
    }
}
