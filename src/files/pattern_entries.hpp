#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "files/input_file.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// What the entries of a file may be: -1 and +1, or any number in [-1, 1].
enum class entry_range { bipolar, unit_interval };

/// How many of the `there` patterns of a file are wanted: all, or the first `limit`. A limit of 0 or above what is
/// there: usage_error.
[[nodiscard]] std::size_t wanted_patterns(input_file const& file, std::size_t there, std::optional<std::size_t> limit);

/// K x N entries on their way from a file: packed as long as all are -1 or +1, real from the first other one on.
class pattern_entries {
public:
    /// The caller has checked K and N against limits.hpp and against the size of the file.
    pattern_entries(input_file const& file, entry_range accepted, std::size_t K, std::size_t N);

    /// zeta_i^mu, mu and i from 0. NaN, a value outside the accepted range: usage_error naming `row_word` (row or
    /// line), column (both from 1) and `text`, the value as the file has it.
    void set(std::size_t mu, std::size_t i, double value, std::string_view row_word, std::string_view text = {});

    [[nodiscard]] memory_patterns take() && { return std::move(patterns_); }

private:
    void refuse(std::size_t mu, std::size_t i, std::string_view row_word, std::string const& value) const;

    input_file const& file_;
    entry_range accepted_;
    memory_patterns patterns_;
};

}  // namespace ulpfield
