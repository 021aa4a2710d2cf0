// Damaged results: bytes and SQL, by a fixed seed. Whatever is wrong with results.db, the program says so with exit
// status 2 (or what it reads can still be results), and --force starts over. Argument 1: the program; 2: `all`.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <random>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;

namespace {

std::string const study = "tiny --n 1:6 --rows 2 --fail 3 --print none --output ";

std::string sql(std::string const& file, std::string const& query) {
    return running({"sqlite3", file, query}).wait().out;
}

void write(std::string const& file, std::string const& bytes) {
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// Sound results, copied for every damage.
class original {
public:
    original() {
        BOOST_TEST(running(words_of(study + directory())).wait().status == 4);
        bytes_ = content_of(directory() + "/results.db");
        csv_ = content_of(directory() + "/tiny.csv");
    }
    [[nodiscard]] std::string directory() const { return here_ / "sound"; }
    [[nodiscard]] std::string const& bytes() const { return bytes_; }
    [[nodiscard]] std::string const& csv() const { return csv_; }

private:
    temporary_directory here_;
    std::string bytes_;
    std::string csv_;
};

/// Results with these bytes. Reading, resuming and joining them must end with 0, 4 (a cell failed, or is missing) or 2;
/// after that --force gives the results of an undisturbed run.
void survives(original const& sound, std::string const& bytes, std::string const& damage) {
    temporary_directory const here;
    fs::create_directory(here / "a");
    auto const damaged = [&] { write(here / "a/results.db", bytes); };
    bool refused = false;
    for (std::string const& command :
         {"report " + (here / "a") + " --output " + (here / "page"), "report " + (here / "a"), study + (here / "a"),
          "merge " + (here / "a") + " --output " + (here / "joined")}) {
        damaged();
        outcome const result = run_program(command);
        BOOST_TEST((result.status == 0 || result.status == 2 || result.status == 4),
                   damage << ": " << command << " ended with " << result.status << ": " << result.err);
        if (result.status != 2) continue;
        refused = true;
        BOOST_TEST((result.err.find("results.db: not re") != std::string::npos ||
                    result.err.find("holds other results") != std::string::npos ||
                    result.err.find("another version") != std::string::npos ||
                    result.err.find("a study this program does not have") != std::string::npos),
                   damage << ": " << result.err);
    }
    if (!refused) return;
    damaged();
    outcome const forced = run_program(study + (here / "a") + " --force");
    bool const ours = bytes.find("ulpfield results ") != std::string::npos;
    BOOST_TEST(forced.status == (ours ? 4 : 2), damage << ": --force ended with " << forced.status << forced.err);
    if (ours) BOOST_TEST(content_of(here / "a/tiny.csv") == sound.csv(), damage);
}

}  // namespace

namespace {

/// Every fourth damage, or all of them (argument 2: `all`).
bool is_tried(std::size_t number) {
    auto const& suite = boost::unit_test::framework::master_test_suite();
    return number % 4 == 0 || (suite.argc > 2 && std::string(suite.argv[2]) == "all");
}

}  // namespace

BOOST_AUTO_TEST_CASE(damaged_bytes) {
    original const sound;
    std::mt19937_64 words(20261129);
    auto const below = [&words](std::size_t bound) { return static_cast<std::size_t>(words() % bound); };
    for (std::size_t round = 0; round < 200; ++round) {
        std::string bytes = sound.bytes();
        std::string damage = "round " + std::to_string(round) + ": ";
        switch (below(5)) {
            case 0:  // single bytes
                for (std::size_t count = 1 + below(8); count > 0; --count) {
                    std::size_t const at = below(bytes.size());
                    bytes[at] = static_cast<char>(words() % 256);
                    damage += "byte " + std::to_string(at) + " ";
                }
                break;
            case 1: {  // bytes that hold structure: heads of pages
                std::size_t const at = below(bytes.size() / 4096) * 4096 + below(100);
                bytes[at] = static_cast<char>(words() % 256);
                damage += "head byte " + std::to_string(at);
                break;
            }
            case 2:  // the end is missing
                bytes.resize(below(bytes.size()));
                damage += "cut to " + std::to_string(bytes.size());
                break;
            case 3: {  // a page of zeros
                std::size_t const page = below(bytes.size() / 4096);
                bytes.replace(page * 4096, 4096, 4096, '\0');
                damage += "page " + std::to_string(page) + " zero";
                break;
            }
            default: {  // a page in the place of another
                std::size_t const from = below(bytes.size() / 4096);
                std::size_t const to = below(bytes.size() / 4096);
                bytes.replace(to * 4096, 4096, sound.bytes(), from * 4096, 4096);
                damage += "page " + std::to_string(from) + " over " + std::to_string(to);
            }
        }
        if (is_tried(round)) survives(sound, bytes, damage);
    }
}

BOOST_AUTO_TEST_CASE(damaged_tables) {
    original const sound;
    std::vector<std::string> queries;
    std::vector<std::pair<std::string, std::vector<std::string>>> const tables = {
        {"description", {"name", "value"}},
        {"argument", {"position", "name", "value", "given"}},
        {"parameter", {"position", "name", "value"}},
        {"fact", {"position", "name", "value"}},
        {"result_column", {"position", "name", "meaning", "numeric"}},
        {"value_status_letter", {"letter", "meaning"}},
        {"session", {"number", "started", "ended", "outcome", "cells_computed", "environment"}},
        {"published", {"name"}},
        {"cell", {"number", "failure"}},
        {"result", {"cell", "line", "value_status", "v1", "v2", "v3", "v4", "v5"}},
        {"unfinished", {"cell", "text"}}};
    for (auto const& [table, columns] : tables) {
        queries.push_back("DROP VIEW value; DROP TABLE " + table);
        queries.push_back("DELETE FROM " + table);
        queries.push_back("ALTER TABLE " + table + " ADD COLUMN more TEXT");
        queries.push_back("DROP VIEW value; ALTER TABLE " + table + " RENAME TO other");
        queries.push_back("DROP VIEW value; CREATE TABLE copy AS SELECT * FROM " + table + "; DROP TABLE " + table +
                          "; ALTER TABLE copy RENAME TO " + table + "; INSERT INTO " + table + " SELECT * FROM " +
                          table);
        queries.push_back("DROP TABLE " + table + "; CREATE VIEW " + table + " AS SELECT 1 AS number");
        for (std::string const& column : columns) {
            queries.push_back("DROP VIEW value; ALTER TABLE " + table + " RENAME COLUMN " + column + " TO other");
            for (std::string const value : {"'word'", "''", "-1", "x'00ff'", "9223372036854775807", "'1e999999'"})
                queries.push_back("UPDATE OR IGNORE " + table + " SET " + column + " = " + value + " WHERE rowid = 1");
        }
    }
    for (int position = 1; position <= 5; ++position)
        for (std::string const value : {"word", "", "nan", "-inf", "1e999999", "-0", "0x10", "1.5", " 1", "1,2"})
            queries.push_back("UPDATE result SET v" + std::to_string(position) + " = '" + value + "' WHERE cell = 1");
    for (std::string const value : {"word", "auto", "1/2", "7", "-1", "18446744073709551616", "1e3"})
        for (std::string const name : {"cells", "shard", "command", "layout"})
            queries.push_back("UPDATE description SET value = '" + value + "' WHERE name = '" + name + "'");
    for (std::string const query :
         {"INSERT INTO result SELECT cell, line + 2, value_status, v1, v2, v3, v4, v5 FROM result WHERE cell = 1",
          "INSERT INTO result SELECT cell, line + 3, value_status, v1, v2, v3, v4, v5 FROM result WHERE cell = 1",
          "INSERT INTO result SELECT cell + 10, line, value_status, v1, v2, v3, v4, v5 FROM result",
          "DELETE FROM result WHERE cell = 1 AND line = 0", "DELETE FROM cell WHERE number = 1",
          "UPDATE cell SET number = 99 WHERE number = 1", "UPDATE cell SET number = -5 WHERE number = 1",
          "UPDATE session SET environment = '{'", "UPDATE session SET environment = '[1, \"'",
          "UPDATE session SET cells_computed = -7", "UPDATE published SET name = '../../../etc/nothing'",
          "INSERT INTO published VALUES('sub/file'), ('..'), ('')",
          "CREATE TRIGGER surprise AFTER INSERT ON session BEGIN DELETE FROM cell; END",
          "CREATE TABLE own_notes(text TEXT); INSERT INTO own_notes VALUES('mine')"})
        queries.push_back(query);
    for (std::size_t number = 0; number < queries.size(); ++number) {
        if (!is_tried(number)) continue;
        std::string const& query = queries[number];
        temporary_directory const here;
        write(here / "results.db", sound.bytes());
        sql(here / "results.db", query);
        survives(sound, content_of(here / "results.db"), query);
    }
    BOOST_TEST(queries.size() > 300U);
}

// What is said names the fault.
BOOST_AUTO_TEST_CASE(the_damage_is_named) {
    original const sound;
    std::vector<std::pair<std::string, std::string>> const damages = {
        {"UPDATE result SET v4 = 'word' WHERE cell = 1 AND line = 0", "cell 1, row 1: 'word' in the column 'value'"},
        {"DROP VIEW value; DROP TABLE parameter", "the table 'parameter' is missing"},
        {"ALTER TABLE fact DROP COLUMN value", "the table 'fact' has other columns"},
        {"DELETE FROM result WHERE cell = 1 AND line = 0", "row 1 of cell 1 is missing or there twice"},
        {"DELETE FROM cell WHERE number = 1", "rows of cell 1, which is not finished"},
        {"UPDATE cell SET number = 99 WHERE number = 2", "cell 99 in a study of 6 cells"},
        {"UPDATE description SET value = 'many' WHERE name = 'cells'", "'many' cells"},
    };
    for (auto const& [query, said] : damages) {
        temporary_directory const here;
        write(here / "results.db", sound.bytes());
        sql(here / "results.db", query);
        for (std::string const& command : {"report " + here.path().string(), study + here.path().string()}) {
            outcome const result = run_program(command);
            BOOST_TEST(result.status == 2, query);
            for (std::string const& word : {said, std::string("not readable results"), std::string("--force")})
                BOOST_TEST((result.err.find(word) != std::string::npos), query << ": " << result.err);
        }
    }
}
