#pragma once
#include <bit>
#include <cstdint>
#include <string>
#include <variant>

#include <fmt/format.h>

#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// Results depend on what a file holds, not on what it is called: its shape and a 64-bit FNV-1a hash of its entries.
template <class Patterns>
[[nodiscard]] std::string fingerprint(Patterns const& patterns) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (std::size_t mu = 0; mu < patterns.K(); ++mu)
        for (std::size_t i = 0; i < patterns.N(); ++i) {
            auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(patterns.at(mu, i)));
            for (int byte = 0; byte < 8; ++byte, bits >>= 8) hash = (hash ^ (bits & 0xff)) * 0x100000001b3ULL;
        }
    return fmt::format("{} x {}, fnv1a64 {:016x}", patterns.K(), patterns.N(), hash);
}
[[nodiscard]] inline std::string fingerprint(memory_patterns const& patterns) {
    return std::visit([](auto const& held) { return fingerprint(held); }, patterns);
}

}  // namespace ulpfield
