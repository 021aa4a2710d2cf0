#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "studies/shared/pattern_files.hpp"
#include "studies/shared/training/training_task.hpp"
#include "study/domain.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield::study {

/// States to learn: how many random ones, or a file of them.
struct learned_patterns {
    std::int64_t P = 1;
    std::shared_ptr<bipolar_patterns const> file;
    std::string file_name;
};
/// `lists`: several numbers. A file is not read yet.
[[nodiscard]] domain<learned_patterns> learned_pattern_sources(bool lists);
/// Reads the file, if it is one; then P is the number of its patterns.
void read_pattern_source(axis<learned_patterns>& patterns, pattern_file_axes const& files);

/// Random states depend on (seed, N, repeat) alone, so that a larger P only adds some.
[[nodiscard]] training_states states_of(learned_patterns const& source, training_task const& task, std::uint64_t seed);

}  // namespace ulpfield::study
