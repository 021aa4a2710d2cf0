#include "support/work_meter.hpp"

#include <cstdint>
// MPFR declares its intmax_t functions only after <cstdint>.
#include <gmp.h>
#include <mpfr.h>

#include <cstdlib>
#include <new>

#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::test {

namespace {

std::uint64_t allocations = 0;
std::uint64_t stop_number = 0;  // 0: never
std::stop_source* stopped = nullptr;

void count_allocation() {
    if (++allocations == stop_number) stopped->request_stop();
}

void* allocate(std::size_t size) {
    count_allocation();
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    std::abort();
}
void* reallocate(void* memory, std::size_t, std::size_t size) {
    count_allocation();
    if (void* const moved = std::realloc(memory, size)) return moved;
    std::abort();
}
void release(void* memory, std::size_t) { std::free(memory); }

/// GMP's functions are set before its first number is made.
bool const counts_numbers = [] {
    mpfr_mp_memory_cleanup();
    mp_set_memory_functions(allocate, reallocate, release);
    return true;
}();

}  // namespace

stopped_work stop_at(std::uint64_t at, std::function<void(std::stop_token const&)> const& computation) {
    std::stop_source source;
    stopped = &source;
    stop_number = allocations + at;
    stopped_work result;
    try {
        computation(source.get_token());
    } catch (ulpfield::interrupted const&) {
        result.interrupted = true;
    }
    result.asked = source.stop_requested();
    if (result.asked) result.after = allocations - stop_number;
    stop_number = 0;
    stopped = nullptr;
    return result;
}

}  // namespace ulpfield::test

void* operator new(std::size_t size) {
    ulpfield::test::count_allocation();
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
