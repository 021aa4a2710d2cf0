#pragma once
#include <string>
#include <vector>

namespace ulpfield {

/// The meaning of a name of patterns: a file, a part of one (`file:part`), or pictures (a folder's, or `a.png,b.png`).
struct pattern_path {
    std::string file;
    std::string part;                   ///< empty: none named
    std::vector<std::string> pictures;  ///< of a list
    bool folder = false;                ///< `file` is a folder
};

/// Taken whole if something of that name is there; else what stands before a ':' is there; else all of a list are.
[[nodiscard]] pattern_path resolved(std::string const& name);

}  // namespace ulpfield
