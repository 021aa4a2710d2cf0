#include "files/byte_source.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ulpfield/number/error.hpp"

namespace ulpfield {

std::string shown(std::string_view text, std::size_t longest) {
    std::string line(text.substr(0, longest));
    std::replace_if(
        line.begin(), line.end(), [](char byte) { return byte < ' ' || byte > '~'; }, '?');
    return text.size() > longest ? line + "..." : line;
}

std::string shown_path(std::string const& path) {
    if (path.empty()) return "''";
    std::string line = path;
    std::replace_if(
        line.begin(), line.end(), [](char byte) { return static_cast<unsigned char>(byte) < ' ' || byte == '\x7F'; },
        '?');
    return line;
}

void byte_source::refuse(std::string_view what, std::string_view accepted) const {
    throw usage_error(fmt::format("{}: {}: {}; accepted: {}", option_name_, shown_path(name_), what, accepted));
}

}  // namespace ulpfield
