#include "files/available_memory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "ulpfield/number/error.hpp"

namespace ulpfield {

void check_memory(input_file const& file, std::uint64_t bytes) {
    long const pages = ::sysconf(_SC_PHYS_PAGES);
    long const page_size = ::sysconf(_SC_PAGESIZE);
    if (pages <= 0 || page_size <= 0) return;
    std::uint64_t const memory = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_size);
    if (bytes > memory) {
        throw machine_error(fmt::format("{}: its content needs {} MB of memory, this machine has {} MB",
                                        shown_path(file.path()), bytes >> 20U, memory >> 20U));
    }
}

void refuse_for_memory(std::string const& path) {
    throw machine_error(fmt::format("{}: not enough memory for its content", shown_path(path)));
}

}  // namespace ulpfield
