#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "files/file_support.hpp"

namespace ulpfield::test {

/// Four IDX files in a folder of their own: ten random shapes of rows x columns pixels, each image one of them with a
/// share of its pixels drawn anew.
class generated_digits {
public:
    generated_digits(std::uint32_t train, std::uint32_t test, std::uint32_t rows = 5, std::uint32_t columns = 4,
                     std::uint64_t seed = 1) {
        std::mt19937_64 random(seed);
        std::vector<std::string> shapes;
        for (int c = 0; c < 10; ++c) {
            std::string& shape = shapes.emplace_back();
            for (std::uint32_t i = 0; i < rows * columns; ++i) shape += static_cast<char>(random() % 2 == 0 ? 0 : 255);
        }
        auto const write = [&](std::string const& part, std::uint32_t count, bool packed) {
            std::string images = idx_image_header(count, rows, columns);
            std::string labels = idx_label_header(count);
            for (std::uint32_t a = 0; a < count; ++a) {
                std::string image = shapes[a % 10];
                for (char& pixel : image)
                    if (random() % 20 == 0) pixel = static_cast<char>(random() % 256);
                images += image;
                labels += static_cast<char>(a % 10);
            }
            (void)folder_.file(part + "-images-idx3-ubyte" + (packed ? ".gz" : ""), packed ? gzip(images) : images);
            (void)folder_.file(part + "-labels-idx1-ubyte", labels);
        };
        write("train", train, true);
        write("t10k", test, false);
    }

    [[nodiscard]] std::string directory() const { return folder_.path("."); }
    [[nodiscard]] scratch_folder const& folder() const { return folder_; }

private:
    scratch_folder folder_;
};

}  // namespace ulpfield::test
