#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::study {

/// One `key = value` of a configuration file.
struct config_entry {
    std::string section;  ///< of [section]; empty before the first
    std::string key;
    std::string value;  ///< quotes removed; the items of an array joined by commas
    std::size_t line = 0;
};

/// Reads the part of TOML and INI that options need: `key = value` with a bare, "basic" or 'literal' value, arrays
/// [a, b] that may span lines, [section], comments from # or ; on. Anything else: usage_error with `name` and the line.
/// Not CLI11's own parser (2.1.2): it keeps no line numbers, takes `a line without =` for a key that is true, an
/// open quote for a value, and what follows an open array for items.
[[nodiscard]] std::vector<config_entry> parse_config(std::string_view text, std::string const& name);

/// The same of a file; one that cannot be read, is no regular file, is larger than 16 MiB or holds a NUL byte:
/// usage_error.
[[nodiscard]] std::vector<config_entry> read_config(std::string const& file);

}  // namespace ulpfield::study
