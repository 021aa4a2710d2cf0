#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield {

/// K images of rows x columns pixels, as the bytes an IDX file holds (0: background, 255: full scale).
struct idx_images {
    std::size_t K = 0;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::uint8_t> pixels;  // image by image, row by row

    /// Image mu, counted from 0.
    [[nodiscard]] std::span<std::uint8_t const> image(std::size_t mu) const {
        return std::span(pixels).subspan(mu * rows * columns, rows * columns);
    }
};

/// Images and the label of each; as many labels as images.
struct labelled_images {
    idx_images images;
    std::vector<std::uint8_t> labels;
};

/// Reads an IDX image file (magic 0x00000803, bytes), plain or gzip. `limit`: only the first so many; the rest of the
/// file is then not looked at, except that a plain file must have the size its header states. More than the file
/// holds, a missing, damaged, truncated or overlong file, another magic number, a count of 0 or above 10^8 images or
/// 10^6 pixels: usage_error with the option, the file, the place and what is accepted. Nothing is allocated for
/// content that is not there; machine_error if what is there does not fit in memory.
/// Format: "The IDX file format", on the page of the MNIST database (LeCun, Cortes and Burges).
[[nodiscard]] idx_images read_idx_images(std::string_view option_name, std::string const& path,
                                         std::optional<std::size_t> limit = std::nullopt);

/// The same for an IDX label file (magic 0x00000801). A label is any byte; the caller knows which bytes are classes.
[[nodiscard]] std::vector<std::uint8_t> read_idx_labels(std::string_view option_name, std::string const& path,
                                                        std::optional<std::size_t> limit = std::nullopt);

/// Both; usage_error naming both files and both counts if the headers disagree (with a `limit` too).
[[nodiscard]] labelled_images read_labelled_images(std::string_view option_name, std::string const& images_path,
                                                   std::string const& labels_path,
                                                   std::optional<std::size_t> limit = std::nullopt);

/// Where the four files of MNIST lie, each plain or with .gz added.
struct mnist_set {
    std::string train_images;  // train-images-idx3-ubyte
    std::string train_labels;  // train-labels-idx1-ubyte
    std::string test_images;   // t10k-images-idx3-ubyte
    std::string test_labels;   // t10k-labels-idx1-ubyte
    bool transposed = false;   // images lie column by column, as EMNIST keeps them
};

/// Finds the four files in `directory`, or in raw, MNIST/raw or the only NAME/raw below it; where both are there, the
/// plain one counts. Names may begin with that of a set (emnist-letters-train-..., qmnist-...), say test for t10k, have
/// points for dashes, and labels may be numbers (idx2-int). Of several sets `DIRECTORY/emnist-letters` takes one. A
/// missing file, or no such directory: usage_error naming it and the four files expected. The files are not opened.
[[nodiscard]] mnist_set find_mnist(std::string_view option_name, std::string const& directory);

}  // namespace ulpfield
