// To be preloaded: after $QUOTA_BYTES bytes, every write to a file is refused with EDQUOT, as by a file system whose
// quota is used up. Standard output and error are free.
#include <dlfcn.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>

namespace {

bool refused(int descriptor, std::size_t bytes) {
    static std::atomic<long long> left =
        std::getenv("QUOTA_BYTES") == nullptr ? 0 : std::atoll(std::getenv("QUOTA_BYTES"));
    if (descriptor <= STDERR_FILENO || (left -= static_cast<long long>(bytes)) >= 0) return false;
    errno = EDQUOT;
    return true;
}

template <class Function>
Function* next(char const* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, void const* bytes, size_t count) {
    static auto* const original = next<ssize_t(int, void const*, size_t)>("write");
    return refused(descriptor, count) ? -1 : original(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, void const* bytes, size_t count, off_t at) {
    static auto* const original = next<ssize_t(int, void const*, size_t, off_t)>("pwrite");
    return refused(descriptor, count) ? -1 : original(descriptor, bytes, count, at);
}

ssize_t pwrite64(int descriptor, void const* bytes, size_t count, off64_t at) {
    static auto* const original = next<ssize_t(int, void const*, size_t, off64_t)>("pwrite64");
    return refused(descriptor, count) ? -1 : original(descriptor, bytes, count, at);
}
}
