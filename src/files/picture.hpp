#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "files/loaded_array.hpp"

namespace ulpfield {

/// A picture: a byte a pixel, row by row, 0 black, 255 white.
struct picture {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::uint8_t> levels;
};

/// True for the first bytes of a PNG, PGM or PBM picture.
[[nodiscard]] bool begins_as_picture(std::string_view start);

/// Grey levels as they are, of 16 bits the upper 8, of fewer than 8 bits and of other maxima M scaled to 0..255 so that
/// half of M and more is 128 and more. Colours: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601). A PBM's 1 is black.
/// Transparent pixels, more than 1,000,000 of them, damage: usage_error.
[[nodiscard]] picture read_picture(std::string_view option_name, std::string const& path);

/// Decoders of a whole file; refusals in the name of `source`.
[[nodiscard]] picture decode_png(byte_source const& source, std::vector<std::uint8_t> const& file);
[[nodiscard]] picture decode_netpbm(byte_source const& source, std::vector<std::uint8_t> const& file);

/// Pictures of one size, in this order, as K x rows x columns grey levels.
[[nodiscard]] loaded_array read_pictures(std::string_view option_name, std::vector<std::string> const& paths,
                                         pattern_reading const& how);

/// The pictures of a folder by their names (.png, .pgm, .pbm, .pnm), in byte order; none: usage_error.
[[nodiscard]] std::vector<std::string> pictures_in(std::string_view option_name, std::string const& folder);

}  // namespace ulpfield
