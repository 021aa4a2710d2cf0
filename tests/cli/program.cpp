#include "cli/command_line.hpp"
#include "cli/tiny_study.hpp"

// The program with the tests' study instead of the real ones.
int main(int argc, char** argv) {
    return ulpfield::study::run_command_line(argc, argv, {ulpfield::study::testing::tiny_study()});
}
