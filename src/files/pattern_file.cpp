#include "ulpfield/files/pattern_file.hpp"

#include <algorithm>
#include <array>

#include "files/available_memory.hpp"
#include "files/csv.hpp"
#include "files/idx.hpp"
#include "files/input_file.hpp"
#include "files/npy.hpp"
#include "files/pattern_entries.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_files =
    "a .npy array (float32, float64 or int8, shape K x N), a .csv file (one pattern a line) or an IDX image file (.gz "
    "too)";

bool named_csv(std::string_view path) { return path.ends_with(".csv") || path.ends_with(".CSV"); }

memory_patterns read(std::string_view option_name, std::string const& path, std::optional<std::size_t> limit,
                     entry_range accepted) {
    return with_memory(path, [&]() -> memory_patterns {
        input_file file(option_name, path);
        std::array<std::uint8_t, 6> bytes{};
        std::string_view const start(reinterpret_cast<char const*>(bytes.data()), file.read(bytes));
        file.rewind();
        if (start == "\x93NUMPY") return read_npy(file, accepted, limit);
        if (start.starts_with(std::string_view("\0\0", 2))) return read_idx_patterns(file, limit);
        if (start.starts_with("PK")) file.refuse("a .npz (zip) archive", "one array of it, written by numpy.save");
        if (file.compressed()) file.refuse("gzip of something that is not an IDX image file", accepted_files);
        if (named_csv(path)) return read_csv(file, accepted, limit);
        file.refuse("neither the magic number of .npy or IDX at its start nor a name that ends in .csv",
                    accepted_files);
    });
}

}  // namespace

memory_patterns read_patterns(std::string_view option_name, std::string const& path, std::optional<std::size_t> limit) {
    return read(option_name, path, limit, entry_range::unit_interval);
}

bipolar_patterns read_states(std::string_view option_name, std::string const& path) {
    return std::get<bipolar_patterns>(read(option_name, path, std::nullopt, entry_range::bipolar));
}

void write_patterns(std::string const& path, memory_patterns const& patterns) { write_npy(path, patterns); }

}  // namespace ulpfield
