#include "ulpfield/files/pattern_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>

#include "files/available_memory.hpp"
#include "files/file_kind.hpp"
#include "files/idx.hpp"
#include "files/input_file.hpp"
#include "files/npy.hpp"
#include "files/text_table.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_files =
    "a .npy array of K x N numbers, text (.csv, .txt: one pattern a line) or an IDX file (.gz too)";

bool named_csv(std::string_view path) { return path.ends_with(".csv") || path.ends_with(".CSV"); }

loaded_array load(input_file& file, pattern_reading const& how) {
    std::string bytes(bytes_of_kind, '\0');
    bytes.resize(file.read({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}));
    std::string_view const start = bytes;
    file.rewind();
    if (start.starts_with("\x93NUMPY")) return read_npy(file, how);
    if (begins_as_idx(start)) return read_idx(file, how);
    std::string const packed = file.compressed() ? "gzip of " : "";
    if (std::optional<file_kind> const kind = foreign_kind(start))
        file.refuse(packed + std::string(kind->what), fmt::format("{}; {}", accepted_files, kind->remedy));
    if (named_csv(file.path()) || begins_as_text(start)) return read_text_table(file, how);
    file.refuse(packed + "neither text nor a file that begins as one of those accepted", accepted_files);
}

}  // namespace

described_patterns read_pattern_file(std::string_view option_name, std::string const& path,
                                     pattern_reading const& how) {
    return with_memory(path, [&] {
        input_file file(option_name, path);
        loaded_array array = load(file, how);
        return of_source(file, [&] {
            described_patterns result = patterns_of(array.view(), how, array.place);
            result.facts.notes = std::move(array.notes);
            return result;
        });
    });
}

memory_patterns read_patterns(std::string_view option_name, std::string const& path, std::optional<std::size_t> limit) {
    pattern_reading how;
    how.limit = limit;
    return read_pattern_file(option_name, path, how).patterns;
}

bipolar_patterns read_states(std::string_view option_name, std::string const& path) {
    pattern_reading how;
    how.bipolar = true;
    return std::get<bipolar_patterns>(read_pattern_file(option_name, path, how).patterns);
}

void write_patterns(std::string const& path, memory_patterns const& patterns) { write_npy(path, patterns); }

}  // namespace ulpfield
