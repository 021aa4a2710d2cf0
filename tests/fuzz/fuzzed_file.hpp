#pragma once
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::fuzz {

/// A file in memory that is written anew for each input.
class fuzzed_file {
public:
    fuzzed_file() : descriptor_(::memfd_create("fuzzed", 0)) {
        if (descriptor_ < 0) std::abort();
    }

    [[nodiscard]] std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

    void write(std::string_view bytes) const {
        if (::ftruncate(descriptor_, 0) != 0) std::abort();
        if (::pwrite(descriptor_, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
    }

private:
    int descriptor_;
};

/// How the first byte of an input says to read it.
inline pattern_reading reading_of(std::uint8_t choice) {
    constexpr std::string_view rules[] = {"auto", "01", "real", "sign", "threshold:128"};
    pattern_reading how;
    how.values = parse_value_rule(rules[choice % 5]);
    how.transpose = (choice & 8) != 0;
    if ((choice & 16) != 0) how.one_pattern = (choice & 32) != 0;
    if ((choice & 64) != 0) how.limit = 1;
    how.bipolar = (choice & 128) != 0;
    return how;
}

/// Reads `magic` and the input behind its first byte as a file: patterns of finite entries come out, or one line of
/// complaint.
inline int read_fuzzed(std::uint8_t const* data, std::size_t size, std::string_view magic) {
    static fuzzed_file const file;
    if (size == 0) return 0;
    file.write(std::string(magic) + std::string(reinterpret_cast<char const*>(data) + 1, size - 1));
    try {
        described_patterns const read = read_pattern_file("--option", file.path(), reading_of(data[0]));
        if (count(read.patterns) != read.facts.K || neurons(read.patterns) != read.facts.N) std::abort();
        if (describe(read.facts).find('\n') != std::string::npos) std::abort();
    } catch (usage_error const& error) {
        std::string_view const message = error.what();
        if (message.find('\n') != std::string_view::npos || message.find("; accepted: ") == std::string_view::npos)
            std::abort();
    } catch (machine_error const&) {
    }
    return 0;
}

}  // namespace ulpfield::fuzz
