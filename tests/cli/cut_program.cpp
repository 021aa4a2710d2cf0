#include "cli/command_line.hpp"
#include "studies/registry.hpp"
#include "study/portion.hpp"

// The program, keeping what it has of a long cell after every 37 steps.
int main(int argc, char** argv) {
    ulpfield::study::portions_of_steps const cut(37);
    return ulpfield::study::run_command_line(argc, argv, ulpfield::study::registered_studies());
}
