#pragma once
#include <cstdint>
#include <new>
#include <string>

namespace ulpfield {

/// Memory that can be had without swapping, in bytes.
[[nodiscard]] std::uint64_t available_bytes();

/// machine_error naming `what` if `bytes` are more than the machine has free. An allocation that succeeds is no proof:
/// the kernel promises more than there is and ends the program later.
void check_memory(std::string const& what, std::uint64_t bytes);

/// Throws the machine_error that says a file's content did not fit in memory.
[[noreturn]] void refuse_for_memory(std::string const& path);

/// read(), with an allocation that fails turned into machine_error.
template <class Read>
auto with_memory(std::string const& path, Read read) {
    try {
        return read();
    } catch (std::bad_alloc const&) {
        refuse_for_memory(path);
    }
}

}  // namespace ulpfield
