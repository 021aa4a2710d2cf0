#include "files/file_kind.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace ulpfield {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view by_torch = "numpy.save('patterns.npy', torch.load(FILE).numpy()) writes a tensor of it";
constexpr std::string_view by_pickle = "numpy.save('patterns.npy', ARRAY) writes an array of it";
constexpr std::string_view by_h5py = "numpy.save('patterns.npy', h5py.File(FILE)['NAME'][()]) writes a data set of it";
constexpr std::string_view by_image =
    "numpy.save('patterns.npy', ARRAY), a row for each image, its pixels in [-1, 1], writes images";
constexpr std::string_view by_unpacking = "what is packed in it, unpacked";
constexpr std::string_view by_csv = "a .csv file, one pattern a line, written by the program that made it";
constexpr std::string_view by_table = "numpy.save('patterns.npy', TABLE.to_numpy()) writes a table of it";

struct magic_number {
    std::size_t at;
    std::string_view bytes;
    file_kind kind;
};

constexpr std::array magic_numbers = {
    magic_number{0,
                 "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"sv,
                 {"a PyTorch file (torch.save before 1.6)", by_torch}},
    magic_number{0, "\x80\x02"sv, {"a Python pickle", by_pickle}},
    magic_number{0, "\x80\x03"sv, {"a Python pickle", by_pickle}},
    magic_number{0, "\x80\x04"sv, {"a Python pickle", by_pickle}},
    magic_number{0, "\x80\x05"sv, {"a Python pickle", by_pickle}},
    magic_number{0, "SQLite format 3\0"sv, {"an SQLite database", by_csv}},
    magic_number{0, "\xff\xd8\xff"sv, {"a JPEG image", by_image}},
    magic_number{0, "GIF8"sv, {"a GIF image", by_image}},
    magic_number{0, "II*\0"sv, {"a TIFF image", by_image}},
    magic_number{0, "MM\0*"sv, {"a TIFF image", by_image}},
    magic_number{0, "%PDF"sv, {"a PDF document", by_csv}},
    magic_number{0, "PAR1"sv, {"a Parquet table", by_table}},
    magic_number{0, "ARROW1"sv, {"an Arrow table", by_table}},
    magic_number{0, "FEA1"sv, {"a Feather table", by_table}},
    magic_number{0, "GGUF"sv, {"a GGUF file of weights", by_pickle}},
    magic_number{0, "\x28\xb5\x2f\xfd"sv, {"a file packed by zstd", by_unpacking}},
    magic_number{0, "\xfd\x37zXZ\0"sv, {"a file packed by xz", by_unpacking}},
    magic_number{0, "BZh"sv, {"a file packed by bzip2", by_unpacking}},
    magic_number{0, "7z\xbc\xaf"sv, {"a 7z archive", by_unpacking}},
    magic_number{257, "ustar"sv, {"a tar archive", by_unpacking}},
};

bool has(std::string_view start, std::size_t at, std::string_view bytes) {
    return start.size() >= at + bytes.size() && start.substr(at, bytes.size()) == bytes;
}

std::uint32_t word_at(std::string_view start, std::size_t at, bool big_endian) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k)
        word = word << 8U | static_cast<std::uint8_t>(start[at + (big_endian ? k : 3 - k)]);
    return word;
}

/// MAT version 4 has no magic number: five words (machine, precision and kind as decimal digits MOPT, rows, columns,
/// imaginary part, length of the name) and the name.
bool is_mat_4(std::string_view start) {
    constexpr std::size_t header = 20;
    if (start.size() <= header) return false;
    for (bool const big_endian : {false, true}) {
        std::uint32_t const digits = word_at(start, 0, big_endian);
        bool const machine = digits / 1000 == (big_endian ? 1U : 0U);
        if (!machine || digits / 100 % 10 != 0 || digits / 10 % 10 > 5 || digits % 10 > 2) continue;
        std::uint32_t const length = word_at(start, 16, big_endian);
        if (word_at(start, 4, big_endian) == 0 || word_at(start, 8, big_endian) == 0 ||
            word_at(start, 12, big_endian) > 1 || length < 2 || length > 64 || start.size() < header + length)
            continue;
        std::string_view const name = start.substr(header, length);
        auto const of_a_name = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        };
        if (name.back() == '\0' && std::all_of(name.begin(), name.end() - 1, of_a_name)) return true;
    }
    return false;
}

constexpr std::string_view zip_magic = "PK\x03\x04";

/// The name of its first file.
std::string_view first_name(std::string_view start) {
    constexpr std::size_t name_at = 30;
    return start.size() > name_at ? start.substr(name_at, static_cast<std::uint8_t>(start[26])) : std::string_view();
}

file_kind kind_of_zip(std::string_view start) {
    std::string_view const name = first_name(start);
    for (std::string_view const of_torch : {"/data.pkl", "/byteorder", "/.format_version", "/version"})
        if (name.ends_with(of_torch)) return {"a PyTorch file (torch.save)", by_torch};
    if (name == "[Content_Types].xml" || name == "mimetype") return {"a spreadsheet or document (zip)", by_csv};
    return {"a zip archive without a .npy array", by_unpacking};
}

constexpr std::string_view empty_zip_magic = "PK\x05\x06";

}  // namespace

bool begins_as_npz(std::string_view start) {
    return start.starts_with(empty_zip_magic) || (start.starts_with(zip_magic) && first_name(start).ends_with(".npy"));
}

bool begins_as_mat(std::string_view start) {
    return start.starts_with("MATLAB 5.0 MAT-file") || start.starts_with("MATLAB 7.3 MAT-file") || is_mat_4(start);
}

std::optional<file_kind> foreign_kind(std::string_view start) {
    if (start.starts_with(zip_magic)) return kind_of_zip(start);
    for (magic_number const& known : magic_numbers)
        if (has(start, known.at, known.bytes)) return known.kind;
    for (std::size_t at = 0; at < start.size(); at = at == 0 ? 512 : 2 * at)
        if (has(start, at, "\x89HDF\r\n\x1a\n"sv)) return file_kind{"an HDF5 file", by_h5py};
    return std::nullopt;
}

bool begins_as_idx(std::string_view start) {
    bool const zeros = start.size() >= 2 && start[0] == 0 && start[1] == 0;
    bool const type = start.size() < 3 || "\x08\x09\x0b\x0c\x0d\x0e"sv.find(start[2]) != std::string_view::npos;
    bool const dimensions = start.size() < 4 || start[3] != 0;
    return zeros && type && dimensions;
}

}  // namespace ulpfield
