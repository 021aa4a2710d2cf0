#include "files/pattern_path.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "ulpfield/files/attached_array.hpp"
#include "ulpfield/files/pattern_file.hpp"

namespace ulpfield {
namespace {

bool is_there(std::string const& path) {
    std::error_code ignored;
    return path.find('\0') == std::string::npos && std::filesystem::exists(path, ignored);
}

std::vector<std::string> items(std::string const& list) {
    std::vector<std::string> all;
    std::istringstream text(list);
    for (std::string item; std::getline(text, item, ',');) all.push_back(item);
    return all;
}

}  // namespace

pattern_path resolved(std::string const& name) {
    std::error_code ignored;
    if (is_there(name)) return {name, "", {}, std::filesystem::is_directory(name, ignored)};
    for (std::size_t colon = name.find(':'); colon != std::string::npos; colon = name.find(':', colon + 1))
        if (std::string const file = name.substr(0, colon); is_there(file))
            return {file, name.substr(colon + 1), {}, false};
    std::vector<std::string> list = items(name);
    if (list.size() > 1 && std::all_of(list.begin(), list.end(), is_there)) return {name, "", std::move(list), false};
    return {name, "", {}, false};
}

bool names_pattern_file(std::string const& name) {
    if (attached_array::is_attached(name)) return true;
    pattern_path const path = resolved(name);
    return !path.part.empty() || !path.pictures.empty() || is_there(path.file);
}

}  // namespace ulpfield
