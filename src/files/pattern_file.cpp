#include "ulpfield/files/pattern_file.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "files/available_memory.hpp"
#include "files/file_kind.hpp"
#include "files/idx.hpp"
#include "files/input_file.hpp"
#include "files/mat.hpp"
#include "files/npy.hpp"
#include "files/npz.hpp"
#include "files/pattern_path.hpp"
#include "files/picture.hpp"
#include "files/safetensors.hpp"
#include "files/text_table.hpp"
#include "ulpfield/files/attached_array.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_files =
    ".npy, .npz, .safetensors, MATLAB .mat, text (.csv, .txt: one pattern a line), IDX (.gz too), PNG, PGM and PBM "
    "pictures";

bool named_csv(std::string_view path) { return path.ends_with(".csv") || path.ends_with(".CSV"); }

/// The whole of a file that holds one array.
loaded_array load_one(input_file& file, std::string_view start, pattern_reading const& how) {
    if (start.starts_with("\x93NUMPY")) return read_npy(file, how);
    if (begins_as_idx(start)) return read_idx(file, how);
    std::string const packed = file.compressed() ? "gzip of " : "";
    if (std::optional<file_kind> const kind = foreign_kind(start))
        file.refuse(packed + std::string(kind->what), fmt::format("{}; {}", accepted_files, kind->remedy));
    if (named_csv(file.path()) || begins_as_text(start)) return read_text_table(file, how);
    file.refuse(packed + "neither text nor a file that begins as one of those accepted", accepted_files);
}

loaded_array load_file(std::string_view option_name, pattern_path const& path, pattern_reading const& how) {
    input_file file(option_name, path.file);
    std::string bytes(bytes_of_kind, '\0');
    bytes.resize(file.read({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}));
    std::string_view const start = bytes;
    file.rewind();
    if (begins_as_safetensors(start)) return read_safetensors(file, path.part, how);
    if (!file.compressed()) {
        if (begins_as_npz(start)) return read_npz(option_name, path.file, path.part, how);
        if (begins_as_mat(start)) return read_mat(option_name, path.file, path.part, how);
    }
    if (!path.part.empty() && !foreign_kind(start))
        file.refuse(fmt::format("has no parts, '{}' was asked for", shown(path.part)),
                    "a part of a .npz, .safetensors or .mat file");
    if (!file.compressed() && begins_as_picture(start)) return read_pictures(option_name, {path.file}, how);
    return load_one(file, start, how);
}

/// "b.png, c.png and 8 more, in this order"
std::string order_of(std::vector<std::string> const& pictures, bool sorted) {
    auto const name = [&](std::size_t k) { return shown_path(std::filesystem::path(pictures[k]).filename().string()); };
    if (pictures.size() == 1) return fmt::format("one picture, {}", name(0));
    return fmt::format("{} pictures {}: {}, {}{}", pictures.size(),
                       sorted ? "in byte order of their names" : "as listed", name(0), name(1),
                       pictures.size() > 2 ? ", ..." : "");
}

loaded_array load(std::string_view option_name, std::string const& name, pattern_reading const& how) {
    pattern_path path = resolved(name);
    if (path.folder) path.pictures = pictures_in(option_name, path.file);
    if (path.pictures.empty()) return load_file(option_name, path, how);
    loaded_array array = read_pictures(option_name, path.pictures, how);
    array.notes.push_back(order_of(path.pictures, path.folder));
    return array;
}

/// Errors of the array are those of the file.
class named_file final : public byte_source {
public:
    using byte_source::byte_source;
    [[nodiscard]] std::uint64_t largest_size() const override { return 0; }
    [[nodiscard]] bool size_known() const override { return true; }
    [[nodiscard]] std::size_t read(std::span<std::uint8_t>) override { return 0; }
};

/// An array of one dimension is one pattern: it cannot be anything else.
described_patterns read_attached(std::string_view option_name, std::string const& name, array_view const& array,
                                 pattern_reading how) {
    if (array.shape.size() == 1 && !how.one_pattern) how.one_pattern = true;
    try {
        return patterns_of(array, how);
    } catch (array_refused const& refused) {
        throw usage_error(fmt::format("{}: {}: {}", option_name, shown_path(name), refused.what()));
    }
}

}  // namespace

described_patterns read_pattern_file(std::string_view option_name, std::string const& path,
                                     pattern_reading const& how) {
    return with_memory(path, [&] {
        if (array_view const* const attached = attached_array::find(path))
            return read_attached(option_name, path, *attached, how);
        loaded_array array = load(option_name, path, how);
        return of_source(named_file(option_name, path), [&] {
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
