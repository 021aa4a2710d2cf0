#include "cli/command_line.hpp"
#include "studies/registry.hpp"

int main(int argc, char** argv) {
    return ulpfield::study::run_command_line(argc, argv, ulpfield::study::registered_studies());
}
