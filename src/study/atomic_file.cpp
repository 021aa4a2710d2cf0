#include "study/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

[[noreturn]] void refuse(std::filesystem::path const& file) {
    throw machine_error(fmt::format("{}: {}", file.string(), std::strerror(errno)));
}

int open_part(std::filesystem::path const& part) {
    int const descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) refuse(part);
    return descriptor;
}

}  // namespace

atomic_file::atomic_file(std::filesystem::path file)
    : file_(std::move(file)),
      part_(file_.string() + ".part"),
      descriptor_(open_part(part_)),
      out_(descriptor_, file_.string()) {}

atomic_file::~atomic_file() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    ::unlink(part_.c_str());
}

void atomic_file::commit() {
    out_.flush();
    // Some file systems report a full disk only here, and some cannot be asked at all (EINVAL).
    if (::fsync(descriptor_) != 0 && errno != EINVAL) refuse(file_);
    int const closing = std::exchange(descriptor_, -1);
    if (::close(closing) != 0 || ::rename(part_.c_str(), file_.c_str()) != 0) {
        int const error = errno;
        ::unlink(part_.c_str());
        errno = error;
        refuse(file_);
    }
}

}  // namespace ulpfield
