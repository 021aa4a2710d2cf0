#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace ulpfield {

/// A file an option names, open for reading; the descriptor is the caller's to close.
struct regular_file {
    int descriptor = -1;
    std::uint64_t size = 0;  ///< bytes on the disk
};

/// Opens it without waiting (a named pipe has no end). Missing, unreadable, or anything but a regular file: usage_error
/// "OPTION: FILE: what; accepted: ...".
[[nodiscard]] regular_file open_regular_file(std::string_view option_name, std::string const& path,
                                             std::string_view accepted);

/// The whole text of such a file. More than `most_bytes` (also of a file that grows), or a NUL byte: usage_error.
[[nodiscard]] std::string read_text_file(std::string_view option_name, std::string const& path,
                                         std::string_view accepted, std::uint64_t most_bytes);

}  // namespace ulpfield
