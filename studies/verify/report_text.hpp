#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The verdict in words: how many rows came out how, for each claim its smallest counterexample, and the command of
/// `compare` that shows it (the files counterexample_files gives). Violated if any row is UNEXPECTED.
[[nodiscard]] judgement verify_judgement(results const& rows);

/// For each counterexample of bipolar or real memories the two CSV files `compare` reads, and counterexamples.txt: the
/// commands, one a line.
[[nodiscard]] std::vector<result_file> counterexample_files(results const& rows);

}  // namespace ulpfield::study
