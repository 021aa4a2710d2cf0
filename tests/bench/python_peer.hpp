#pragma once
#include <cstdlib>
#include <optional>
#include <string>

namespace ulpfield::bench {

/// A Python that has this module: the one named by PYTHON if it is set, else the first of the usual ones; nothing: none
/// has it.
[[nodiscard]] inline std::optional<std::string> python_with(std::string const& module) {
    auto const has = [&](std::string const& python) {
        return std::system(("'" + python + "' -c 'import " + module + "' >/dev/null 2>&1").c_str()) == 0;
    };
    if (char const* const named = std::getenv("PYTHON"); named != nullptr)
        return has(named) ? std::optional<std::string>(named) : std::nullopt;
    for (char const* python : {"python3", "/usr/bin/python3", "/usr/local/bin/python3", "/opt/conda/bin/python3"})
        if (has(python)) return python;
    return std::nullopt;
}

}  // namespace ulpfield::bench
