// `verify` as a program: every counterexample it prints is shown by `compare` from the files made of it, and the result
// is the same bytes however it was made. Argument 1: the program.
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <map>

#include "studies/verify/counterexample.hpp"
#include "support/tiny_program.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

/// Runs the program in a directory; its standard output.
std::string output_of(std::string const& arguments, fs::path const& directory, int expected_status = 0) {
    std::string const command =
        "cd '" + directory.string() + "' && '" + program_argument(1) + "' " + arguments + " 2>/dev/null";
    FILE* const pipe = popen(command.c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    std::string text;
    for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) text += static_cast<char>(c);
    BOOST_TEST(WEXITSTATUS(pclose(pipe)) == expected_status, arguments);
    return text;
}

/// Rows of a CSV with quoted fields (RFC 4180), by column.
std::vector<std::map<std::string, std::string>> rows_of(std::string const& text) {
    std::vector<std::vector<std::string>> lines(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        char const c = text[at];
        if (quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"') {
            lines.back().back() += '"';
            ++at;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            lines.back().emplace_back();
        } else if (c == '\n' && !quoted) {
            lines.emplace_back(1);
        } else {
            lines.back().back() += c;
        }
    }
    lines.pop_back();
    std::vector<std::map<std::string, std::string>> rows;
    for (std::size_t k = 1; k < lines.size(); ++k) {
        BOOST_REQUIRE(lines[k].size() == lines[0].size());
        std::map<std::string, std::string> row;
        for (std::size_t column = 0; column < lines[0].size(); ++column) row[lines[0][column]] = lines[k][column];
        rows.push_back(std::move(row));
    }
    return rows;
}

/// What compare counts at a counterexample.
long shown(std::string const& compare_csv, std::string const& column) {
    long sum = 0;
    for (auto const& row : rows_of(compare_csv)) sum += std::stol(row.at(column));
    return sum;
}

/// The column of compare that shows a claim broken.
std::string column_for(std::string const& claim, std::string const& arithmetic) {
    if (claim == "relaxation-ends") return "wrong_endings";
    if (claim == "tie-parity") return arithmetic == "exact" ? "ties" : "vanished";
    if (claim == "stability-symmetry") return "ties";
    return "wrong";
}

}  // namespace

BOOST_AUTO_TEST_CASE(compare_confirms_every_counterexample) {
    temporary_directory const here;
    auto const rows = rows_of(
        output_of("verify --claim update-scaling,exponential-scaling,exponential-shift,leaky-scaling,relaxation-ends,"
                  "tie-parity,stability-symmetry --print csv --formats exact,fp16,fp64,e5m7 --n 2,5,7",
                  here.path()));
    std::map<std::string, int> confirmed;
    for (auto const& row : rows) {
        if (row.at("verdict") != "refuted") continue;
        read_counterexample const read = read_json(row.at("counterexample"));
        // A factor that is none of compare's formulations cannot be shown by it.
        if (row.at("alpha") == "9/10" || row.at("alpha") == "2") continue;
        BOOST_TEST(!read.compare.empty(), row.at("claim") << " " << row.at("counterexample"));
        std::ofstream(here / "memories.csv") << read.memories;
        std::ofstream(here / "state.csv") << read.state;
        std::string const csv =
            output_of("compare --memories memories.csv --states state.csv --print csv " + read.compare, here.path());
        std::string const column = column_for(row.at("claim"), row.at("arithmetic"));
        BOOST_TEST(shown(csv, column) > 0, row.at("claim")
                                               << " " << row.at("arithmetic") << ": compare shows no " << column << "\n"
                                               << row.at("counterexample") << "\n"
                                               << csv);
        ++confirmed[row.at("claim")];
    }
    for (char const* claim : {"update-scaling", "exponential-scaling", "exponential-shift", "leaky-scaling",
                              "relaxation-ends", "tie-parity", "stability-symmetry"})
        BOOST_TEST(confirmed[claim] > 0, claim);
}

BOOST_AUTO_TEST_CASE(output_has_the_files_and_the_commands) {
    temporary_directory const here;
    std::string const typed = "verify --claim update-scaling,leaky-scaling --formats exact,fp32 --alpha 1/N --n 2,3";
    output_of(typed + " --print none --output results", here.path());
    std::ifstream commands(here / "results/counterexamples.txt");
    int count = 0;
    for (std::string line; std::getline(commands, line); ++count) {
        BOOST_REQUIRE(line.starts_with("ulpfield compare "));
        std::string const csv = output_of(line.substr(9) + " --print csv", here.path() / "results");
        BOOST_TEST(shown(csv, "wrong") > 0, line << "\n" << csv);
    }
    BOOST_TEST(count > 5);
    // Repeating computes nothing and changes nothing; nothing stale stays after --force with another command.
    std::string const before = content_of(here / "results/verify.csv");
    output_of(typed + " --print none --output results", here.path());
    BOOST_TEST(content_of(here / "results/verify.csv") == before);
    output_of(typed + ",5 --print none --output results", here.path(), 2);
    output_of("verify --claim homogeneity --formats exact --print none --output results --force", here.path());
    for (auto const& entry : fs::directory_iterator(here.path() / "results"))
        BOOST_TEST(!entry.path().filename().string().starts_with("counterexample"), entry.path());
}

BOOST_AUTO_TEST_CASE(the_same_bytes_on_threads_and_shards) {
    temporary_directory const here;
    std::string const typed =
        "verify --claim update-scaling,exponential-scaling,relaxation-ends,hopfield --formats exact,bf16 --n 2,3 "
        "--search 2 ";
    std::string const whole = output_of(typed + "--print csv --threads 1", here.path());
    BOOST_TEST(output_of(typed + "--print csv --threads 3", here.path()) == whole);
    output_of(typed + "--print none --shard 1/2 --output one", here.path());
    output_of(typed + "--print none --shard 2/2 --output two", here.path());
    output_of("merge one two --output all", here.path());
    BOOST_TEST(content_of(here / "all/verify.csv") == whole);
}
