#pragma once
#include <string>
#include <string_view>

#include "files/loaded_array.hpp"

namespace ulpfield {

/// The array `part` (with or without .npy) of a .npz archive; `part` empty: the only one there is.
[[nodiscard]] loaded_array read_npz(std::string_view option_name, std::string const& path, std::string const& part,
                                    pattern_reading const& how);

}  // namespace ulpfield
