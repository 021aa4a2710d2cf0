#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "files/input_file.hpp"

namespace ulpfield {

/// How an entry lies in a .npy file.
struct npy_type {
    enum class kind { int8, float32, float64 };
    kind entry = kind::float64;
    bool big_endian = false;

    [[nodiscard]] std::size_t size() const { return entry == kind::int8 ? 1 : entry == kind::float32 ? 4 : 8; }
};

/// The header of a .npy file of K x N entries.
struct npy_header {
    npy_type type;
    bool fortran_order = false;
    std::size_t K = 0;
    std::size_t N = 0;
};

/// Reads magic number, version, length and dictionary from the start of `file`, which then stands at the first entry.
/// The dictionary is parsed, never evaluated: keys in any order, either quote, any blanks. Checked: the version (1.0 to
/// 3.0), the type, two dimensions within limits.hpp, and that the file is exactly as large as all this says.
/// Format: numpy.lib.format, NumPy enhancement proposal 1.
[[nodiscard]] npy_header read_npy_header(input_file& file);

/// Magic number, version 1.0, length and dictionary, padded with blanks to a multiple of 64 bytes.
[[nodiscard]] std::string npy_header_bytes(std::string_view type, std::size_t K, std::size_t N);

}  // namespace ulpfield
