#include "files/regular_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "files/byte_source.hpp"
#include "files/machine_words.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

[[noreturn]] void refuse(std::string_view option_name, std::string const& path, std::string_view what,
                         std::string_view accepted) {
    throw usage_error(fmt::format("{}: {}: {}; accepted: {}", option_name, shown_path(path), what, accepted));
}

}  // namespace

regular_file open_regular_file(std::string_view option_name, std::string const& path, std::string_view accepted) {
    // A name from a configuration file may hold a zero byte, which would end it early.
    if (path.empty() || path.find('\0') != std::string::npos)
        refuse(option_name, path, "not the name of a file", accepted);
    // Without O_NONBLOCK, opening a named pipe would wait for its writer.
    int const descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) refuse(option_name, path, fmt::format("cannot be opened ({})", machine_words(errno)), accepted);
    struct stat status {};
    bool const known = ::fstat(descriptor, &status) == 0;
    if (known && S_ISREG(status.st_mode)) return {descriptor, static_cast<std::uint64_t>(status.st_size)};
    ::close(descriptor);
    refuse(option_name, path, known && S_ISDIR(status.st_mode) ? "is a directory" : "is not a regular file", accepted);
}

std::string read_text_file(std::string_view option_name, std::string const& path, std::string_view accepted,
                           std::uint64_t most_bytes) {
    regular_file const file = open_regular_file(option_name, path, accepted);
    struct open_file {
        int descriptor;
        ~open_file() { ::close(descriptor); }
    } const closed_at_end{file.descriptor};
    auto const too_large = [&] {
        refuse(option_name, path, fmt::format("is larger than {} MiB", most_bytes >> 20U), accepted);
    };
    if (file.size > most_bytes) too_large();
    std::string text;
    std::array<char, 1U << 16U> block{};
    for (;;) {
        ssize_t const got = ::read(file.descriptor, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) refuse(option_name, path, fmt::format("cannot be read ({})", machine_words(errno)), accepted);
        if (got == 0) break;
        text.append(block.data(), static_cast<std::size_t>(got));
        if (text.size() > most_bytes) too_large();
    }
    if (std::size_t const zero = text.find('\0'); zero != std::string::npos)
        refuse(option_name, path,
               fmt::format("holds a NUL byte in line {}: no text",
                           std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(zero), '\n') + 1),
               accepted);
    return text;
}

}  // namespace ulpfield
