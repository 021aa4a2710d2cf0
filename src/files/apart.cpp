#include "files/apart.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "files/available_memory.hpp"
#include "files/machine_words.hpp"
#include "ulpfield/number/error.hpp"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ULPFIELD_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define ULPFIELD_ADDRESS_SANITIZER
#endif

namespace ulpfield {
namespace {

constexpr int done = 0;
constexpr int failed = 1;

void limit(int resource, std::uint64_t value) {
    ::rlimit const both{value, value};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &both);
}

/// Pages of the program's address space: the first number of /proc/self/statm.
[[maybe_unused]] std::uint64_t used_address_space() {
    std::uint64_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

/// The sanitizer reserves address space by the terabyte.
void limit_memory() {
#ifndef ULPFIELD_ADDRESS_SANITIZER
    limit(RLIMIT_AS, used_address_space() + available_bytes());
#endif
}

[[noreturn]] void work_and_leave(std::function<void(message_writer&)> const& work, int out, std::uint64_t seconds) {
    for (int const signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU}) (void)std::signal(signal, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, seconds);
    limit_memory();
    int const nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
    }
    try {
        message_writer writer(out);
        work(writer);
        ::_exit(done);
    } catch (...) {
        ::_exit(failed);
    }
}

/// All that comes out of the pipe, or nothing if it is more than `most`.
std::optional<std::string> drain(int in, std::uint64_t most) {
    std::string bytes;
    std::array<char, std::size_t{1} << 16U> block{};
    for (;;) {
        ssize_t const got = ::read(in, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0 ? std::optional(std::move(bytes)) : std::nullopt;
        if (bytes.size() + static_cast<std::size_t>(got) > most) return std::nullopt;
        bytes.append(block.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace

void message_writer::bytes(void const* data, std::size_t size) {
    char const* at = static_cast<char const*>(data);
    while (size > 0) {
        ssize_t const written = ::write(descriptor_, at, size);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) ::_exit(failed);
        at += written;
        size -= static_cast<std::size_t>(written);
    }
}

void message_writer::number(std::uint64_t value) { bytes(&value, sizeof value); }

void message_writer::text(std::string const& value) {
    number(value.size());
    bytes(value.data(), value.size());
}

std::optional<std::uint64_t> message_reader::number() {
    std::uint64_t value = 0;
    if (bytes_.size() - at_ < sizeof value) return std::nullopt;
    std::memcpy(&value, bytes_.data() + at_, sizeof value);
    at_ += sizeof value;
    return value;
}

std::optional<std::string> message_reader::text() {
    std::optional<std::uint64_t> const size = number();
    if (!size || bytes_.size() - at_ < *size) return std::nullopt;
    std::string value = bytes_.substr(at_, *size);
    at_ += *size;
    return value;
}

std::optional<std::string> run_apart(std::function<void(message_writer&)> const& work, std::uint64_t most_bytes,
                                     std::uint64_t seconds) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        throw machine_error(fmt::format("no pipe to another process ({})", machine_words(errno)));
    pid_t const child = ::fork();
    if (child < 0) {
        int const error = errno;
        ::close(ends[0]);
        ::close(ends[1]);
        throw machine_error(fmt::format("no process that reads the file ({})", machine_words(error)));
    }
    if (child == 0) {
        ::close(ends[0]);
        work_and_leave(work, ends[1], seconds);
    }
    ::close(ends[1]);
    std::optional<std::string> bytes;
    try {
        bytes = drain(ends[0], most_bytes);
    } catch (...) {
        ::close(ends[0]);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        throw;
    }
    ::close(ends[0]);
    if (!bytes) ::kill(child, SIGKILL);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != done) return std::nullopt;
    return bytes;
}

}  // namespace ulpfield
