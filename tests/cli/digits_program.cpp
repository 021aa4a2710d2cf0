// `classify` and `converge` as programs: interrupted again and again, they go on from the last epoch and end with the
// bytes of an undisturbed run; what is saved is read again. Argument 1: the program; 2: the same, cutting cells.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <thread>

#include "support/generated_digits.hpp"
#include "support/tiny_program.hpp"

using namespace ulpfield::test;
using namespace std::chrono_literals;

namespace {

generated_digits const& digits() {
    static generated_digits const made(200, 100);
    return made;
}

/// Runs a command of the program that cuts cells (argument 2) into a directory: ended by SIGTERM when its store is
/// open, so often, then to its end.
void run_with_interruptions(std::string const& command, std::string const& place, int interruptions) {
    running::surroundings without_pictures;  // gnuplot is not found: drawing, too, would be interrupted
    without_pictures.environment = {"PATH=/nonexistent"};
    std::vector<std::string> words = words_of(command + " --print none --progress never --threads 1 --output " + place);
    words.front() = program_argument(2);
    for (int left = interruptions; left >= 0; --left) {
        running program(words, without_pictures);
        // The log of the database is made when a session begins.
        while (left > 0 && !program.ended() && !fs::exists(place + "/results.db-wal")) std::this_thread::sleep_for(1ms);
        if (left > 0 && !program.ended()) program.signal(SIGTERM);
        outcome const result = program.wait();
        BOOST_TEST_REQUIRE((result.status == 0 || (result.status == 3 && left > 0)),
                           result.status << ": " << result.err);
    }
}

void ends_the_same(std::string const& study, std::string const& options) {
    temporary_directory const here;
    std::string const command = study + " --mnist " + digits().directory() + " " + options;
    outcome const whole = run_program(command + " --print csv --progress never --threads 1");
    BOOST_TEST_REQUIRE(whole.status == 0, whole.err);
    run_with_interruptions(command, here / "cut", 3);
    BOOST_TEST((content_of(here / ("cut/" + study + ".csv")) == whole.out));
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_interrupted_classification_ends_the_same) {
    ends_the_same("classify",
                  "--K 12 --n 3 --m 1 --epochs 4000 --every 500 --inverse-temperature 2 --batch 50 --formats fp32,fp64 "
                  "--ramp 1:100");
}

BOOST_AUTO_TEST_CASE(an_interrupted_convergence_ends_the_same) {
    ends_the_same("converge",
                  "--networks trained,stored --K 20 --n 2,4 --patterns 100 --epochs 2000 --inverse-temperature 2 "
                  "--update asynchronous");
}

BOOST_AUTO_TEST_CASE(saved_memories_are_read_again) {
    temporary_directory const here;
    std::string const file = here / "saved.npy";
    std::string const classify = "classify --mnist " + digits().directory() +
                                 " --K 12 --n 3 --m 1 --inverse-temperature 2 --batch all --print csv --every 5 ";
    outcome const first = run_program(classify + "--epochs 5 --save " + file);
    BOOST_TEST_REQUIRE(first.status == 0, first.err);
    // Epoch 0 of a network that begins with them is epoch 5 of the one that learned them: same errors, same F1.
    outcome const second = run_program(classify + "--epochs 0 --initial " + file);
    BOOST_TEST_REQUIRE(second.status == 0, second.err);
    auto const scores = [](std::string const& text) {
        std::string const line = text.substr(text.rfind('\n', text.size() - 2) + 1);
        std::size_t at = 0;
        for (int column = 0; column < 8; ++column) at = line.find(',', at) + 1;
        return line.substr(at);
    };
    BOOST_TEST(scores(first.out) == scores(second.out));
    // Weights that leave [-1, 1] could not be read: refused before anything is learned.
    for (std::string const free : {"--class-weights free", "--clamp none", "--clamp 1:20"}) {
        outcome const result = run_program(classify + "--epochs 5 --save " + (here / "free.npy") + " " + free);
        BOOST_TEST(result.status == 2, free);
        BOOST_TEST((result.err.find("--save") != std::string::npos), result.err);
        BOOST_TEST(!fs::exists(here / "free.npy"));
    }
}
