#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "studies/shared/pattern_files.hpp"
#include "study/domain.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield::study {

/// The source of a trial's state (--states).
struct state_source {
    enum class kind { memory, corrupted, random, near_tie, file };

    kind from = kind::memory;
    std::string text;          ///< as typed
    ratio flip_probability{};  ///< P of corrupted:P
    std::shared_ptr<bipolar_patterns const> file;
};

/// Reads one item of --states; a file must be there, but is not read yet. usage_error says what is accepted.
[[nodiscard]] state_source parse_states(std::string_view option_name, std::string const& text);

/// A list of them; a file is recorded with the fingerprint of what it holds.
[[nodiscard]] domain<state_source> state_sources();

/// Reads the files among them; N becomes theirs. `file_of_N`: the file that has set N before, if any. Returns the last
/// file that did (empty: none). usage_error where a typed N or number of trials differs from a file's, or two files in
/// N.
[[nodiscard]] std::string read_state_files(axis<state_source>& states, pattern_file_axes const& files,
                                           std::string file_of_N, axis<std::int64_t>& N,
                                           axis<std::int64_t> const& trials);

/// The state of trial t = 1, 2, ...; `memory` and `corrupted` start from memory 1 + (t-1) mod K (real memories: from
/// their signs, sign(0) = +1). Depends on the arguments only. Not for near_tie.
[[nodiscard]] bipolar_state draw_state(state_source const& source, memory_patterns const& zeta, std::uint64_t seed,
                                       std::uint64_t trial);

/// Where trial t started, for --trials-table: the memory (from 1) of `memory` and `corrupted`, the row of a file;
/// otherwise empty.
[[nodiscard]] std::string start_text(state_source const& source, std::uint64_t trial, std::size_t K);

/// K random bipolar memories of N neurons for trial t, every bit fair. Depends on the arguments only.
[[nodiscard]] memory_patterns draw_memories(std::size_t K, std::size_t N, std::uint64_t seed, std::uint64_t trial);

}  // namespace ulpfield::study
