#pragma once
#include <string>
#include <string_view>

#include "files/loaded_array.hpp"

namespace ulpfield {

/// The matrix `part` of a MATLAB file (version 4, 5, 7.3); `part` empty: the only one there is. Full real matrices of
/// numbers or logicals, of any dimensions; sparse, complex, text, cell and struct are refused by name. The library that
/// reads it (matio, HDF5) runs in a process of its own, which a damaged file may crash. The declared size is checked
/// against the file's and against memory before anything is read.
[[nodiscard]] loaded_array read_mat(std::string_view option_name, std::string const& path, std::string const& part,
                                    pattern_reading const& how);

}  // namespace ulpfield
