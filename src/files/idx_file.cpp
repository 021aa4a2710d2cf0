#include "ulpfield/files/idx_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "files/available_memory.hpp"
#include "files/idx.hpp"
#include "files/input_file.hpp"
#include "files/pattern_entries.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

/// `wanted` items of `item_size` bytes each. Memory grows with what has come out of the file: a gzip header may state
/// a thousand times more than follows.
std::vector<std::uint8_t> read_items(input_file& file, std::size_t wanted, std::size_t there, std::size_t item_size) {
    constexpr std::size_t first_part = std::size_t{1} << 20U;
    check_memory(file, std::uint64_t{wanted} * item_size);
    std::vector<std::uint8_t> bytes;
    for (std::size_t mu = 0; mu < wanted;) {
        std::size_t const part =
            std::clamp<std::size_t>(std::max(first_part, bytes.size()) / item_size, 1, wanted - mu);
        bytes.resize((mu + part) * item_size);
        read_idx_items(file, mu, item_size, std::span(bytes).subspan(mu * item_size));
        mu += part;
    }
    if (wanted == there) check_idx_end(file);
    return bytes;
}

idx_images images_from(input_file& file, idx_header const& header, std::optional<std::size_t> limit) {
    idx_images images{wanted_patterns(file, header.K, limit), header.rows, header.columns, {}};
    images.pixels = read_items(file, images.K, header.K, header.rows * header.columns);
    return images;
}

std::vector<std::uint8_t> labels_from(input_file& file, idx_header const& header, std::optional<std::size_t> limit) {
    return read_items(file, wanted_patterns(file, header.K, limit), header.K, 1);
}

}  // namespace

idx_images read_idx_images(std::string_view option_name, std::string const& path, std::optional<std::size_t> limit) {
    return with_memory(path, [&] {
        input_file file(option_name, path);
        idx_header const header = read_idx_image_header(file);
        return images_from(file, header, limit);
    });
}

std::vector<std::uint8_t> read_idx_labels(std::string_view option_name, std::string const& path,
                                          std::optional<std::size_t> limit) {
    return with_memory(path, [&] {
        input_file file(option_name, path);
        idx_header const header = read_idx_label_header(file);
        return labels_from(file, header, limit);
    });
}

labelled_images read_labelled_images(std::string_view option_name, std::string const& images_path,
                                     std::string const& labels_path, std::optional<std::size_t> limit) {
    return with_memory(images_path, [&] {
        input_file images(option_name, images_path);
        input_file labels(option_name, labels_path);
        idx_header const of_images = read_idx_image_header(images);
        idx_header const of_labels = read_idx_label_header(labels);
        if (of_images.K != of_labels.K) {
            labels.refuse(
                fmt::format("holds {} labels, {} holds {} images", of_labels.K, shown_path(images_path), of_images.K),
                "as many labels as images");
        }
        return labelled_images{images_from(images, of_images, limit), labels_from(labels, of_labels, limit)};
    });
}

}  // namespace ulpfield
