#include "study/run_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "files/machine_words.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

// The process that held the lock before may have removed the file between our open and our lock.
bool still_in_place(std::string const& file, int descriptor) {
    struct stat named {};
    struct stat locked {};
    return ::stat(file.c_str(), &named) == 0 && ::fstat(descriptor, &locked) == 0 && named.st_dev == locked.st_dev &&
           named.st_ino == locked.st_ino;
}

[[noreturn]] void refuse(std::filesystem::path const& directory, std::string const& file, int error) {
    if (error == EWOULDBLOCK)
        throw usage_error(fmt::format("{}: in use by another process; accepted: a directory of this process alone",
                                      directory.string()));
    if (lasting_refusal(error))
        throw usage_error(fmt::format("{}: cannot be written ({}); accepted: a directory that can", directory.string(),
                                      machine_words(error)));
    throw machine_error(fmt::format("{}: {}", file, machine_words(error)));
}

}  // namespace

run_lock::run_lock(std::filesystem::path const& database)
    : file_(std::filesystem::path(database).replace_extension(".lock").string()) {
    std::filesystem::path const directory = database.has_parent_path() ? database.parent_path() : ".";
    for (;;) {
        descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (descriptor_ < 0) refuse(directory, file_, errno);
        if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 && still_in_place(file_, descriptor_)) return;
        int const error = errno;
        bool const held = still_in_place(file_, descriptor_);
        ::close(descriptor_);
        if (held && error != EINTR) refuse(directory, file_, error);
    }
}

run_lock::~run_lock() {
    ::unlink(file_.c_str());
    ::close(descriptor_);
}

}  // namespace ulpfield::study
