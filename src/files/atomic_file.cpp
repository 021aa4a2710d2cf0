#include "files/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "files/byte_source.hpp"
#include "files/machine_words.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {
constexpr std::size_t buffer_size = std::size_t{1} << 18U;
}

atomic_file::atomic_file(std::string const& path) : path_(path), target_(path) {
    namespace fs = std::filesystem;
    if (path.empty() || path.find('\0') != std::string::npos) fail(EINVAL);
    std::error_code error;
    fs::file_status const status = fs::status(path, error);
    if (fs::exists(status)) {
        if (!fs::is_regular_file(status)) {
            throw machine_error(fmt::format("{}: cannot be written: not a regular file", shown_path(path_)));
        }
        if (fs::is_symlink(path, error)) target_ = fs::canonical(path, error).string();
        if (error) fail(error.value());
        if (::access(target_.c_str(), W_OK) != 0) fail(errno);
    }
    for (int attempt = 0; descriptor_ < 0; ++attempt) {
        std::string const name = fmt::format("{}.partial-{}-{}", target_, ::getpid(), attempt);
        descriptor_ = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor_ >= 0) temporary_ = name;
        if (descriptor_ < 0 && (errno != EEXIST || attempt == 100)) fail(errno);
    }
}

atomic_file::~atomic_file() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void atomic_file::write(std::string_view bytes) {
    buffer_ += bytes;
    if (buffer_.size() >= buffer_size) flush();
}

void atomic_file::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
        ssize_t const written = ::write(descriptor_, rest.data(), rest.size());
        if (written < 0 && errno != EINTR) fail(errno);
        if (written > 0) rest.remove_prefix(static_cast<std::size_t>(written));
    }
    buffer_.clear();
}

void atomic_file::publish() {
    flush();
    if (::fsync(descriptor_) != 0) fail(errno);
    int const closed = ::close(descriptor_);
    descriptor_ = -1;
    if (closed != 0) fail(errno);
    if (std::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
    temporary_.clear();
}

void atomic_file::fail(int error) const {
    throw machine_error(fmt::format("{}: cannot be written: {}", shown_path(path_), machine_words(error)));
}

}  // namespace ulpfield
