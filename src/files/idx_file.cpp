#include "ulpfield/files/idx_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "files/available_memory.hpp"
#include "files/entry.hpp"
#include "files/idx.hpp"
#include "files/input_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

std::size_t wanted_items(input_file const& file, std::size_t there, std::optional<std::size_t> limit) {
    if (limit && (*limit == 0 || *limit > there))
        file.refuse(fmt::format("holds {} patterns, the limit asks for {}", there, *limit),
                    fmt::format("a limit from 1 to {}", there));
    return limit.value_or(there);
}

/// `wanted` items of `item_size` bytes each. Memory grows with what has come out of the file: a gzip header may state
/// a thousand times more than follows.
std::vector<std::uint8_t> read_items(input_file& file, std::size_t wanted, std::size_t there, std::size_t item_size) {
    constexpr std::size_t first_part = std::size_t{1} << 20U;
    check_memory(file.path(), std::uint64_t{wanted} * item_size);
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
    idx_images images{wanted_items(file, header.K(), limit), header.shape[1], header.shape[2], {}};
    images.pixels = read_items(file, images.K, header.K(), header.item_entries());
    return images;
}

/// The first number of each item, which must be a byte.
std::vector<std::uint8_t> labels_from(input_file& file, idx_header const& header, std::optional<std::size_t> limit) {
    std::size_t const K = wanted_items(file, header.K(), limit);
    std::size_t const item_size = header.item_entries() * entry_size(header.type);
    std::vector<std::uint8_t> const bytes = read_items(file, K, header.K(), item_size);
    if (header.type == entry_type::uint8 && item_size == 1) return bytes;
    entry_reader const read = reader_of(header.type);
    std::vector<std::uint8_t> labels(K);
    for (std::size_t a = 0; a < K; ++a) {
        double const label = read(reinterpret_cast<std::byte const*>(bytes.data() + a * item_size), true);
        if (!(label >= 0 && label <= 255))
            file.refuse(fmt::format("label {} of item {}", label, a + 1), "labels from 0 to 255");
        labels[a] = static_cast<std::uint8_t>(label);
    }
    return labels;
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
        if (of_images.K() != of_labels.K()) {
            labels.refuse(fmt::format("holds {} labels, {} holds {} images", of_labels.K(), shown_path(images_path),
                                      of_images.K()),
                          "as many labels as images");
        }
        return labelled_images{images_from(images, of_images, limit), labels_from(labels, of_labels, limit)};
    });
}

}  // namespace ulpfield
