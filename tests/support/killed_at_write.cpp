// To be preloaded: the process is killed before its $KILL_AT-th write to a file, counted from 1. Standard output and
// error are not counted. Without the variable nothing happens.
#include <dlfcn.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>

namespace {

void count(int descriptor) {
    static long long const last = std::getenv("KILL_AT") == nullptr ? 0 : std::atoll(std::getenv("KILL_AT"));
    static std::atomic<long long> writes = 0;
    if (descriptor > STDERR_FILENO && ++writes == last) kill(getpid(), SIGKILL);
}

template <class Function>
Function* next(char const* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int descriptor, void const* bytes, size_t length) {
    static auto* const original = next<ssize_t(int, void const*, size_t)>("write");
    count(descriptor);
    return original(descriptor, bytes, length);
}

ssize_t pwrite(int descriptor, void const* bytes, size_t length, off_t at) {
    static auto* const original = next<ssize_t(int, void const*, size_t, off_t)>("pwrite");
    count(descriptor);
    return original(descriptor, bytes, length, at);
}

ssize_t pwrite64(int descriptor, void const* bytes, size_t length, off64_t at) {
    static auto* const original = next<ssize_t(int, void const*, size_t, off64_t)>("pwrite64");
    count(descriptor);
    return original(descriptor, bytes, length, at);
}
}
