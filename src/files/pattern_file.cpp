#include "ulpfield/files/pattern_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "files/available_memory.hpp"
#include "files/csv.hpp"
#include "files/file_kind.hpp"
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
        std::string bytes(bytes_of_kind, '\0');
        bytes.resize(file.read({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}));
        std::string_view const start = bytes;
        file.rewind();
        if (start.starts_with("\x93NUMPY")) return read_npy(file, accepted, limit);
        if (begins_as_idx(start)) return read_idx_patterns(file, limit);
        std::string const packed = file.compressed() ? "gzip of " : "";
        if (std::optional<file_kind> const kind = foreign_kind(start))
            file.refuse(packed + std::string(kind->what), fmt::format("{}; {}", accepted_files, kind->remedy));
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
