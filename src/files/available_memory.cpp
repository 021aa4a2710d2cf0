#include "files/available_memory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <limits>

#include "files/byte_source.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
/// MemAvailable of /proc/meminfo; where that is not told, all there is.
std::uint64_t available_bytes() {
    std::ifstream facts("/proc/meminfo");
    std::string word;
    while (facts >> word) {
        std::uint64_t kilobytes = 0;
        if (word == "MemAvailable:" && facts >> kilobytes) return kilobytes << 10U;
        facts.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    long const pages = ::sysconf(_SC_PHYS_PAGES);
    long const page_size = ::sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page_size <= 0) return std::numeric_limits<std::uint64_t>::max();
    return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_size);
}

void check_memory(std::string const& what, std::uint64_t bytes) {
    constexpr std::uint64_t always_there = std::uint64_t{64} << 20U;
    if (bytes <= always_there) return;
    std::uint64_t const memory = available_bytes();
    if (bytes > memory) {
        throw machine_error(fmt::format("{}: its content needs {} MB of memory, {} MB are free on this machine",
                                        shown_path(what), bytes >> 20U, memory >> 20U));
    }
}

void refuse_for_memory(std::string const& path) {
    throw machine_error(fmt::format("{}: not enough memory for its content", shown_path(path)));
}

}  // namespace ulpfield
