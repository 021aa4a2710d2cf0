#include <fmt/format.h>

#include <filesystem>

#include "files/byte_source.hpp"
#include "ulpfield/files/idx_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_directory =
    "a directory that holds train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
    "t10k-labels-idx1-ubyte, each plain or with .gz added";

[[noreturn]] void refuse(std::string_view option_name, std::string const& directory, std::string_view what) {
    throw usage_error(
        fmt::format("{}: {}: {}; accepted: {}", option_name, shown_path(directory), what, accepted_directory));
}

std::string find(std::string_view option_name, std::string const& directory, std::string_view name) {
    for (std::string_view const ending : {"", ".gz"}) {
        std::filesystem::path const path = std::filesystem::path(directory) / fmt::format("{}{}", name, ending);
        std::error_code error;
        if (std::filesystem::exists(path, error)) return path.string();
    }
    refuse(option_name, directory, fmt::format("does not hold {}", name));
}

}  // namespace

mnist_set find_mnist(std::string_view option_name, std::string const& directory) {
    std::error_code error;
    std::filesystem::file_status const status = std::filesystem::status(directory, error);
    if (!std::filesystem::exists(status)) refuse(option_name, directory, "no such directory");
    if (!std::filesystem::is_directory(status)) refuse(option_name, directory, "is not a directory");
    return {find(option_name, directory, "train-images-idx3-ubyte"),
            find(option_name, directory, "train-labels-idx1-ubyte"),
            find(option_name, directory, "t10k-images-idx3-ubyte"),
            find(option_name, directory, "t10k-labels-idx1-ubyte")};
}

}  // namespace ulpfield
