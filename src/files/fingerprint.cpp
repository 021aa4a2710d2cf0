#include "ulpfield/files/fingerprint.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <variant>

namespace ulpfield {

std::string fingerprint(memory_patterns const& patterns) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    std::visit(
        [&hash](auto const& entries) {
            for (std::size_t mu = 0; mu < entries.K(); ++mu)
                for (std::size_t i = 0; i < entries.N(); ++i) {
                    auto bits = std::bit_cast<std::uint64_t>(static_cast<double>(entries.at(mu, i)));
                    for (int byte = 0; byte < 8; ++byte, bits >>= 8) hash = (hash ^ (bits & 0xff)) * 0x100000001b3ULL;
                }
        },
        patterns);
    return fmt::format("{} x {}, fnv1a64 {:016x}", count(patterns), neurons(patterns), hash);
}

}  // namespace ulpfield
