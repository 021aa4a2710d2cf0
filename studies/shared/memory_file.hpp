#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "studies/compare/states.hpp"
#include "studies/shared/pattern_files.hpp"
#include "study/axis.hpp"

namespace ulpfield::study {

/// `--memories` and `--limit` of studies whose memories are random unless a file is named, and the options of pattern
/// files. A member of their axes:
///     memory_file_axes file{*this};
/// Results depend on what the file holds, which is recorded by its fingerprint.
class memory_file_axes {
public:
    explicit memory_file_axes(axis_set& owner);

    /// Reads the file, if one is named, and the files among `states`; N and K become theirs. usage_error where a typed
    /// N, K or number of trials differs, or two files do in N.
    void read(axis<state_source>& states, axis<std::int64_t>& N, axis<std::int64_t>& K,
              axis<std::int64_t> const& trials);

    /// Of the file; null: random ones.
    [[nodiscard]] std::shared_ptr<memory_patterns const> const& memories() const { return memories_; }
    [[nodiscard]] std::string const& name() const { return *name_; }
    [[nodiscard]] bool real() const { return memories_ && std::holds_alternative<real_patterns>(*memories_); }

private:
    void read_memories(axis<std::int64_t>& N, axis<std::int64_t>& K);

    axis<std::string> name_;
    axis<std::int64_t> limit_;
    pattern_file_axes files_;
    std::shared_ptr<memory_patterns const> memories_;
};

}  // namespace ulpfield::study
