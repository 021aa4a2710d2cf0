#include "files/npy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <vector>

#include "files/atomic_file.hpp"
#include "files/npy_header.hpp"

namespace ulpfield {
namespace {

template <class Word>
Word word_from(std::uint8_t const* bytes, bool big_endian) {
    Word word = 0;
    for (std::size_t k = 0; k < sizeof(Word); ++k) {
        word = word << 8U | bytes[big_endian ? k : sizeof(Word) - 1 - k];
    }
    return word;
}

double entry_from(std::uint8_t const* bytes, npy_type type) {
    switch (type.entry) {
        case npy_type::kind::int8:
            return static_cast<std::int8_t>(bytes[0]);
        case npy_type::kind::float32:
            return static_cast<double>(std::bit_cast<float>(word_from<std::uint32_t>(bytes, type.big_endian)));
        case npy_type::kind::float64:
            break;
    }
    return std::bit_cast<double>(word_from<std::uint64_t>(bytes, type.big_endian));
}

void append_little_endian(std::string& bytes, double value) {
    auto const word = std::bit_cast<std::uint64_t>(value);
    for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift & 0xFFU);
}

}  // namespace

memory_patterns read_npy(input_file& file, entry_range accepted, std::optional<std::size_t> limit) {
    npy_header const header = read_npy_header(file);
    std::size_t const wanted = wanted_patterns(file, header.K, limit);
    pattern_entries entries(file, accepted, wanted, header.N);
    std::size_t const count = (header.fortran_order ? header.K : wanted) * header.N;
    std::size_t const size = header.type.size();
    std::vector<std::uint8_t> chunk(std::size_t{1} << 16U);
    std::size_t mu = 0;
    std::size_t i = 0;
    for (std::size_t done = 0; done < count;) {
        std::size_t const now = std::min(count - done, chunk.size() / size);
        if (file.read(std::span(chunk).first(now * size)) != now * size) {
            file.refuse("became shorter while it was read", "a file that does not change");
        }
        for (std::size_t k = 0; k < now; ++k) {
            if (mu < wanted) entries.set(mu, i, entry_from(chunk.data() + k * size, header.type), "row");
            if (header.fortran_order) {
                if (++mu == header.K) mu = 0, ++i;
            } else {
                if (++i == header.N) i = 0, ++mu;
            }
        }
        done += now;
    }
    return std::move(entries).take();
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
