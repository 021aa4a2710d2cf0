#include "cli/command_line.hpp"
#include "studies/registry.hpp"

int main(int argc, char** argv) { return ulpfield::run_command_line(argc, argv, ulpfield::registered_studies()); }
