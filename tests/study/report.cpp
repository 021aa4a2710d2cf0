// Figures and the page. Argument 1: the program.
#include <boost/test/unit_test.hpp>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;

namespace {

void ends(outcome const& result, int status) {
    BOOST_TEST(result.status == status, result.status << " instead of " << status << "; said: " << result.err);
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

std::ptrdiff_t lines(std::string const& text) { return std::count(text.begin(), text.end(), '\n'); }

}  // namespace

BOOST_AUTO_TEST_CASE(figures_and_page_are_written) {
    temporary_directory const here;
    outcome const made = run_program("tiny --n 1:9 --awkward --picture square --print none --output " + (here / "a"));
    ends(made, 0);
    BOOST_TEST(made.err.empty(), made.err);
    std::string const svg = content_of(here / "a/tiny-square.svg");
    BOOST_TEST(has(svg, "</svg>"));
    BOOST_TEST(!has(svg, "ulpfield tiny --n 1:9"));  // command and caption stand on the page alone
    BOOST_TEST(!has(svg, "N against n"));
    BOOST_TEST(content_of(here / "a/tiny-square.png").starts_with("\x89PNG"));
    BOOST_TEST(content_of(here / "a/tiny-square.pdf").starts_with("%PDF"));
    BOOST_TEST(!fs::exists("injected"));
    std::string const page = content_of(here / "a/report.html");
    for (std::string const part :
         {"Does the runner keep what a study computes?", "ulpfield tiny --n 1:9 --picture square --awkward",
          "9 rows were judged.", "<svg", "N against n", "a,&quot;b&quot;", "-0", "1e-400000", "Provenance",
          "bits of tiny", "the cell's number n", "viewport"})
        BOOST_TEST(has(page, part), part << " is not on the page");
    // Nothing is fetched: no address but the name spaces of SVG, and no markup out of a caption.
    std::string addresses = page;
    for (std::string const space : {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"})
        for (std::size_t at = addresses.find(space); at != std::string::npos; at = addresses.find(space))
            addresses.erase(at, space.size());
    BOOST_TEST(!has(addresses, "://"));
    BOOST_TEST(!has(page, "<b>&amp;</b> `"));
}

BOOST_AUTO_TEST_CASE(the_page_is_rebuilt_from_the_database_alone) {
    temporary_directory const here;
    ends(run_program("tiny --n 1:9 --picture square --print none --output " + (here / "a")), 0);
    fs::create_directory(here / "b");
    fs::copy(here / "a/results.db", here / "b/results.db");
    ends(run_program("report " + (here / "b")), 0);
    for (std::string const name : {"report.html", "tiny.csv", "tiny-square.svg", "tiny-square.png", "tiny-square.pdf"})
        BOOST_TEST((content_of(here / ("b/" + name)) == content_of(here / ("a/" + name))), name << " differs");
    BOOST_TEST(has(content_of(here / "b/tiny-square.pdf"), "(D:20000101000000"));  // no time of drawing
    ends(run_program("report " + (here / "nothing")), 2);
    ends(run_program("report"), 2);
    ends(run_program("report " + (here / "a") + " " + (here / "b")), 2);
}

BOOST_AUTO_TEST_CASE(results_of_another_version_are_refused) {
    temporary_directory const here;
    ends(run_program("tiny --n 1:3 --print none --output " + (here / "a")), 0);
    running::surroundings other;
    other.environment = {"TINY_OTHER_VERSION=1"};
    for (std::string const& command :
         {"report " + (here / "a"), "merge " + (here / "a") + " --output " + (here / "b")}) {
        outcome const refused = run_program(command, other);
        ends(refused, 2);
        BOOST_TEST(lines(refused.err) == 1, refused.err);
        BOOST_TEST(has(refused.err, "another version"), refused.err);
    }
    BOOST_TEST(!fs::exists(here / "b"));
}

// A column without a meaning is in the database, and so in files made from it, and in nothing a reader sees.
BOOST_AUTO_TEST_CASE(a_column_without_a_meaning_is_kept_and_not_shown) {
    temporary_directory const here;
    std::string const kept = "kept, \"1\"\nkept, \"2\"\nkept, \"3\"\n";
    ends(run_program("tiny --n 1:3 --print none --output " + (here / "a")), 0);
    BOOST_TEST(content_of(here / "a/tiny-kept.txt") == kept);
    for (std::string const name : {"tiny.csv", "report.html"})
        BOOST_TEST(!has(content_of(here / ("a/" + name)), "kept, "), name);
    for (std::string const way : {"table", "csv", "json"}) {
        std::string const text = run_program("tiny --n 1:3 --print " + way).out;
        BOOST_TEST(has(text, "plain"), way);
        BOOST_TEST(!has(text, "kept"), way << '\n' << text);
    }
    // Through a rebuilt page and through joined parts.
    fs::remove(here / "a/tiny-kept.txt");
    ends(run_program("report " + (here / "a")), 0);
    BOOST_TEST(content_of(here / "a/tiny-kept.txt") == kept);
    for (std::string const part : {"1/2", "2/2"})
        ends(run_program("tiny --n 1:3 --print none --shard " + part + " --output " + (here / part.substr(0, 1))), 0);
    ends(run_program("merge " + (here / "1") + " " + (here / "2") + " --output " + (here / "joined")), 0);
    BOOST_TEST(content_of(here / "joined/tiny-kept.txt") == kept);
    BOOST_TEST((content_of(here / "joined/tiny.csv") == content_of(here / "a/tiny.csv")));
}

BOOST_AUTO_TEST_CASE(no_gnuplot_is_said_once_and_the_rest_written) {
    temporary_directory const here;
    running::surroundings without;
    without.environment = {"PATH=/nonexistent"};
    outcome const made = run_program("tiny --n 1:9 --picture square --print none --output " + (here / "a"), without);
    ends(made, 0);
    BOOST_TEST(lines(made.err) == 1, made.err);
    BOOST_TEST(has(made.err, "gnuplot"), made.err);
    for (std::string const name : {"report.html", "tiny.csv", "provenance.json"})
        BOOST_TEST(fs::exists(here / ("a/" + name)), name);
    BOOST_TEST(!fs::exists(here / "a/tiny-square.svg"));
    ends(run_program("report " + (here / "a")), 0);
    BOOST_TEST(fs::exists(here / "a/tiny-square.svg"));
    // Figures that are no longer made do not stay behind, other people's files do.
    std::ofstream(here / "a/notes.txt") << "mine";
    ends(run_program("tiny --n 1:8 --print none --force --output " + (here / "a")), 0);
    BOOST_TEST(!fs::exists(here / "a/tiny-square.svg"));
    BOOST_TEST(content_of(here / "a/notes.txt") == "mine");
}

BOOST_AUTO_TEST_CASE(a_figure_that_cannot_be_drawn_is_said) {
    temporary_directory const here;
    outcome const made = run_program("tiny --n 1:9 --picture broken --print none --output " + (here / "a"));
    ends(made, 0);
    BOOST_TEST(lines(made.err) == 1, made.err);
    BOOST_TEST(has(made.err, "tiny-broken.svg"), made.err);
    BOOST_TEST(!fs::exists(here / "a/tiny-broken.svg"));
    BOOST_TEST(has(content_of(here / "a/report.html"), "Not drawn"));
}
