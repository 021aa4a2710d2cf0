#include "files/idx.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

#include "files/array_layout.hpp"
#include "files/file_kind.hpp"
#include "files/limits.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_images = "an IDX image file of bytes (magic number 0x00000803), plain or gzip";
constexpr std::string_view accepted_labels =
    "an IDX label file (magic number 0x00000801; QMNIST: 0x00000c02), plain or gzip";
constexpr std::string_view accepted_patterns =
    "an IDX file of two or three dimensions (images: magic number 0x00000803), plain or gzip";
constexpr unsigned image_magic = 0x803;
constexpr unsigned label_magic = 0x801;

std::uint32_t read_word(input_file& file) {
    std::array<std::uint8_t, 4> bytes{};
    if (file.read(bytes) != bytes.size()) file.refuse("is truncated inside its IDX header", "the whole file");
    std::uint32_t word = 0;
    for (std::uint8_t const byte : bytes) word = word << 8U | byte;
    return word;
}

std::optional<entry_type> type_of(std::uint32_t magic) {
    switch (magic >> 8U) {
        case 0x08:
            return entry_type::uint8;
        case 0x09:
            return entry_type::int8;
        case 0x0B:
            return entry_type::int16;
        case 0x0C:
            return entry_type::int32;
        case 0x0D:
            return entry_type::float32;
        case 0x0E:
            return entry_type::float64;
        default:
            return std::nullopt;
    }
}

[[noreturn]] void refuse_magic(input_file& file, std::uint32_t magic, std::string_view accepted) {
    file.rewind();
    std::string start(bytes_of_kind, '\0');
    start.resize(file.read({reinterpret_cast<std::uint8_t*>(start.data()), start.size()}));
    if (std::optional<file_kind> const kind = foreign_kind(start); kind && !begins_as_idx(start))
        file.refuse(kind->what, fmt::format("{}; {}", accepted, kind->remedy));
    std::string_view const what = magic == label_magic             ? "an IDX label file"
                                  : magic == image_magic           ? "an IDX image file"
                                  : (magic & 0xFFFFFF00U) == 0x800 ? "an IDX file of other dimensions"
                                  : begins_as_idx(start)           ? "an IDX file of another type"
                                                                   : "not an IDX file";
    file.refuse(fmt::format("{} (magic number 0x{:08x})", what, magic), accepted);
}

/// The entries the header states against what the file can hold.
void check_size(input_file const& file, idx_header const& header) {
    std::uint64_t const header_size = 4 + 4 * header.shape.size();
    std::uint64_t const stated = entries_of(file, header.shape) * entry_size(header.type) + header_size;
    std::uint64_t const there = file.largest_size();
    std::string const shape = fmt::format("{}", fmt::join(header.shape, " x "));
    if (stated > there) {
        file.refuse(fmt::format("is truncated: its header states {}, {} bytes in all, {} are there", shape, stated,
                                file.compressed() ? fmt::format("at most {}", there) : fmt::format("{}", there)),
                    "the whole file");
    }
    if (stated < there && !file.compressed()) {
        file.refuse(
            fmt::format("has {} trailing bytes: its header states {}, {} bytes in all", there - stated, shape, stated),
            "a file of exactly that size");
    }
}

/// The header behind a magic number that was read.
idx_header header_after(input_file& file, std::uint32_t magic, std::string_view accepted) {
    std::optional<entry_type> const type = type_of(magic);
    std::size_t const dimensions = magic & 0xFFU;
    if (!type || dimensions == 0) refuse_magic(file, magic, accepted);
    idx_header header{*type, {}};
    for (std::size_t d = 0; d < dimensions; ++d) header.shape.push_back(read_word(file));
    return header;
}

}  // namespace

std::size_t idx_header::item_entries() const {
    std::size_t count = 1;
    for (std::size_t d = 1; d < shape.size(); ++d) count *= shape[d];
    return count;
}

idx_header read_idx_image_header(input_file& file) {
    std::uint32_t const magic = read_word(file);
    if (magic != image_magic) refuse_magic(file, magic, accepted_images);
    idx_header header = header_after(file, magic, accepted_images);
    std::size_t const rows = header.shape[1];
    std::size_t const columns = header.shape[2];
    if (header.K() < 1 || header.K() > most_patterns || rows < 1 || columns < 1 || rows * columns > most_neurons) {
        file.refuse(fmt::format("its header states {} images of {} x {} pixels", header.K(), rows, columns),
                    accepted_counts);
    }
    check_size(file, header);
    return header;
}

idx_header read_idx_label_header(input_file& file) {
    std::uint32_t const magic = read_word(file);
    std::uint32_t const dimensions = magic & 0xFFU;
    std::optional<entry_type> const type = type_of(magic);
    bool const whole = type && *type != entry_type::float32 && *type != entry_type::float64;
    if (!whole || dimensions < 1 || dimensions > 2 || (dimensions == 2 && *type == entry_type::uint8))
        refuse_magic(file, magic, accepted_labels);
    idx_header header = header_after(file, magic, accepted_labels);
    if (header.K() < 1 || header.K() > most_patterns) {
        file.refuse(fmt::format("its header states {} labels", header.K()),
                    fmt::format("1 to {} labels", most_patterns));
    }
    if (dimensions == 2 && (header.shape[1] < 1 || header.shape[1] > 64))
        file.refuse(fmt::format("its header states {} numbers for each label", header.shape[1]),
                    "1 to 64, the label first");
    check_size(file, header);
    return header;
}

void read_idx_items(input_file& file, std::size_t first, std::size_t item_size, std::span<std::uint8_t> bytes) {
    std::size_t const got = file.read(bytes);
    if (got != bytes.size()) {
        file.refuse(fmt::format("is truncated: ends after byte {} of the {} of item {} (counted from 1)",
                                got % item_size, item_size, first + got / item_size + 1),
                    "the whole file");
    }
}

void check_idx_end(input_file& file) {
    std::array<std::uint8_t, 1> beyond{};
    if (file.read(beyond) != 0) {
        file.refuse("has trailing bytes after the last item its header states", "a file that ends there");
    }
}

loaded_array read_idx(input_file& file, pattern_reading const& how) {
    std::uint32_t const magic = read_word(file);
    if ((magic & 0xFFU) == 1 && !how.one_pattern.value_or(false)) refuse_magic(file, magic, accepted_patterns);
    idx_header const header = header_after(file, magic, accepted_patterns);
    loaded_array array;
    array.type = header.type;
    array.big_endian = true;
    array.shape = header.shape;
    array.first_counts = true;
    array.grey = header.type == entry_type::uint8;
    check_shape(file, array, how);
    check_size(file, header);
    read_entries(file, array, how);
    return array;
}

}  // namespace ulpfield
