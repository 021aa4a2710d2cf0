#include "files/idx.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "files/available_memory.hpp"
#include "files/file_kind.hpp"
#include "files/limits.hpp"
#include "files/pattern_entries.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_images = "an IDX image file of bytes (magic number 0x00000803), plain or gzip";
constexpr std::string_view accepted_labels = "an IDX label file of bytes (magic number 0x00000801), plain or gzip";
constexpr unsigned image_magic = 0x803;
constexpr unsigned label_magic = 0x801;

std::uint32_t read_word(input_file& file) {
    std::array<std::uint8_t, 4> bytes{};
    if (file.read(bytes) != bytes.size()) file.refuse("is truncated inside its IDX header", "the whole file");
    std::uint32_t word = 0;
    for (std::uint8_t const byte : bytes) word = word << 8U | byte;
    return word;
}

void check_magic(input_file& file, std::uint32_t expected, std::string_view accepted) {
    std::uint32_t const magic = read_word(file);
    if (magic == expected) return;
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

/// The entries the header states against what the file can hold; 64 bits suffice, each factor is below 2^32.
void check_size(input_file const& file, idx_header const& header, std::uint64_t header_size) {
    std::uint64_t const stated = std::uint64_t{header.K} * (header.rows * header.columns) + header_size;
    std::uint64_t const there = file.largest_size();
    if (stated > there) {
        file.refuse(fmt::format("is truncated: its header states {} x {} x {}, {} bytes in all, {} are there", header.K,
                                header.rows, header.columns, stated,
                                file.compressed() ? fmt::format("at most {}", there) : fmt::format("{}", there)),
                    "the whole file");
    }
    if (stated < there && !file.compressed()) {
        file.refuse(fmt::format("has {} trailing bytes: its header states {} x {} x {}, {} bytes in all",
                                there - stated, header.K, header.rows, header.columns, stated),
                    "a file of exactly that size");
    }
}

}  // namespace

idx_header read_idx_image_header(input_file& file) {
    check_magic(file, image_magic, accepted_images);
    std::uint64_t const K = read_word(file);
    std::uint64_t const rows = read_word(file);
    std::uint64_t const columns = read_word(file);
    if (K < 1 || K > most_patterns || rows < 1 || columns < 1 || rows * columns > most_neurons) {
        file.refuse(fmt::format("its header states {} images of {} x {} pixels", K, rows, columns), accepted_counts);
    }
    idx_header const header{K, rows, columns};
    check_size(file, header, 16);
    return header;
}

idx_header read_idx_label_header(input_file& file) {
    check_magic(file, label_magic, accepted_labels);
    std::uint64_t const K = read_word(file);
    if (K < 1 || K > most_patterns) {
        file.refuse(fmt::format("its header states {} labels", K), fmt::format("1 to {} labels", most_patterns));
    }
    idx_header const header{K, 1, 1};
    check_size(file, header, 8);
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

bipolar_patterns read_idx_patterns(input_file& file, std::optional<std::size_t> limit) {
    constexpr std::uint8_t half_of_full_scale = 128;
    idx_header const header = read_idx_image_header(file);
    std::size_t const wanted = wanted_patterns(file, header.K, limit);
    std::vector<std::uint8_t> image(header.rows * header.columns);
    check_memory(file, std::uint64_t{wanted} * ((image.size() + 63) / 64) * 8);
    bipolar_patterns patterns(wanted, image.size());
    for (std::size_t mu = 0; mu < wanted; ++mu) {
        read_idx_items(file, mu, image.size(), image);
        for (std::size_t i = 0; i < image.size(); ++i) patterns.set(mu, i, image[i] >= half_of_full_scale ? 1 : -1);
    }
    if (wanted == header.K) check_idx_end(file);
    return patterns;
}

}  // namespace ulpfield
