#include "files/npy.hpp"

#include <fmt/format.h>

#include <bit>
#include <cstdint>
#include <stdexcept>

#include "files/atomic_file.hpp"
#include "files/npy_header.hpp"

namespace ulpfield {
namespace {

void append_little_endian(std::string& bytes, double value) {
    auto const word = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift & 0xFFU);
}

}  // namespace

loaded_array read_npy(byte_source& source, pattern_reading const& how) {
    loaded_array array = read_npy_header(source, how);
    read_entries(source, array, how);
    return array;
}

void write_npy(std::string const& path, memory_patterns const& patterns) {
    std::size_t const K = count(patterns);
    std::size_t const N = neurons(patterns);
    if (K == 0 || N == 0) {
        throw std::invalid_argument(fmt::format("patterns of K = {}, N = {} for {}; accepted: 1 and more", K, N, path));
    }
    auto const* const bipolar = std::get_if<bipolar_patterns>(&patterns);
    atomic_file file(path);
    file.write(npy_header_bytes(bipolar != nullptr ? "|i1" : "<f8", K, N));
    std::string row;
    for (std::size_t mu = 0; mu < K; ++mu) {
        row.clear();
        for (std::size_t i = 0; i < N; ++i) {
            if (bipolar != nullptr) {
                row += static_cast<char>(bipolar->at(mu, i));
            } else {
                append_little_endian(row, std::get<real_patterns>(patterns).at(mu, i));
            }
        }
        file.write(row);
    }
    file.publish();
}

}  // namespace ulpfield
