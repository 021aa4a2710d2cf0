#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ulpfield {

/// A kind of file that this program does not read.
struct file_kind {
    std::string_view what;    ///< "a PyTorch file (torch.save)"
    std::string_view remedy;  ///< how to make one that is read
};

/// So many bytes from the start of a file tell its kind (an HDF5 file may begin behind a user block of 2048 bytes).
inline constexpr std::size_t bytes_of_kind = 4096;

/// The kind of a file that begins with these bytes, by its magic number; nothing if it is none of those known. Those
/// that are read are none of them.
[[nodiscard]] std::optional<file_kind> foreign_kind(std::string_view start);

/// True for the first bytes of a zip archive of .npy arrays.
[[nodiscard]] bool begins_as_npz(std::string_view start);

/// True for the first bytes of a MATLAB file: version 5 or 7.3 by its words, version 4 by its first numbers.
[[nodiscard]] bool begins_as_mat(std::string_view start);

/// True for the first bytes of an IDX file, however few: two zero bytes, a type IDX has, at least one dimension.
[[nodiscard]] bool begins_as_idx(std::string_view start);

}  // namespace ulpfield
