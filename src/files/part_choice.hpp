#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield {

/// An array in a file of several.
struct file_part {
    std::string name;
    std::string facts;  ///< "(20, 6) float32"; may be empty
};

/// Which of the parts is meant: `wanted` by its name, or, without one, the only one. Otherwise refuse(what, accepted),
/// which throws; `what` names the first twenty.
[[nodiscard]] std::size_t chosen_part(std::string const& path, std::string const& wanted,
                                      std::vector<file_part> const& parts,
                                      std::function<void(std::string const&, std::string const&)> const& refuse);

}  // namespace ulpfield
