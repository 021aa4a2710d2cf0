#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "study/axis.hpp"
#include "ulpfield/files/pattern_file.hpp"

namespace ulpfield::study {

/// `--values`, `--transpose` and `--one-pattern`: how the pattern files of a study are read. A member of its axes:
///     pattern_file_axes files{*this};
/// Results depend on what the files hold, which is recorded by its fingerprint, not on these options themselves.
class pattern_file_axes {
public:
    explicit pattern_file_axes(axis_set& owner);

    /// The patterns of a file, and one line on standard error that says what was read. Once the options are read.
    [[nodiscard]] memory_patterns memories(std::string_view option_name, std::string const& path,
                                           std::optional<std::size_t> limit = std::nullopt) const;
    /// The same for states, which are bipolar.
    [[nodiscard]] bipolar_patterns states(std::string_view option_name, std::string const& path) const;

    /// usage_error naming one of the options that was typed; for a study without a pattern file.
    void refuse_typed(std::string_view why) const;

private:
    [[nodiscard]] memory_patterns read(std::string_view option_name, std::string const& path,
                                       pattern_reading how) const;

    axis<value_rule> values_;
    axis<bool> transpose_;
    axis<bool> one_pattern_;
};

/// Real vectors of a file, whatever their values, with the same line; no option changes how they are read.
[[nodiscard]] memory_patterns read_weights(std::string_view option_name, std::string const& path);

/// For help and messages.
inline constexpr std::string_view pattern_file_kinds = ".npy, .npz, .safetensors, .mat, text, IDX, pictures";

}  // namespace ulpfield::study
