#pragma once
#include <fmt/format.h>
#include <zlib.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ulpfield/number/error.hpp"

namespace ulpfield::test {

/// A folder of its own for one test, gone at its end.
class scratch_folder {
public:
    scratch_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "ulpfield-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no scratch folder " + name);
        path_ = name;
    }
    scratch_folder(scratch_folder const&) = delete;
    scratch_folder& operator=(scratch_folder const&) = delete;
    ~scratch_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] std::string path(std::string_view name) const { return (path_ / name).string(); }

    /// A file of these bytes; returns its path.
    [[nodiscard]] std::string file(std::string_view name, std::string_view bytes) const {
        std::filesystem::remove(path(name));  // some file systems flush a file that is cut and written again
        std::ofstream stream(path(name), std::ios::binary | std::ios::trunc);
        stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        if (!stream.flush()) throw std::runtime_error("cannot write " + path(name));
        return path(name);
    }

private:
    std::filesystem::path path_;
};

inline std::string content(std::string const& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// `value` in `size` bytes.
inline std::string little_endian(std::uint64_t value, std::size_t size) {
    std::string bytes;
    for (std::size_t k = 0; k < size; ++k) bytes += static_cast<char>(value >> (8 * k) & 0xFFU);
    return bytes;
}
inline std::string big_endian(std::uint64_t value, std::size_t size) {
    std::string bytes = little_endian(value, size);
    return {bytes.rbegin(), bytes.rend()};
}

inline std::string idx_image_header(std::uint32_t K, std::uint32_t rows, std::uint32_t columns) {
    return big_endian(0x803, 4) + big_endian(K, 4) + big_endian(rows, 4) + big_endian(columns, 4);
}
inline std::string idx_label_header(std::uint32_t K) { return big_endian(0x801, 4) + big_endian(K, 4); }

/// The gzip file of `bytes`.
inline std::string gzip(std::string_view bytes) {
    constexpr int with_gzip_header = 15 + 16;
    z_stream stream{};
    if (deflateInit2(&stream, 9, Z_DEFLATED, with_gzip_header, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    std::string packed(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// The call must end in usage_error with one line "--option: PATH: ...; accepted: ..." that holds all of `parts`.
template <class Call>
void check_refused(Call call, std::string const& path, std::initializer_list<std::string_view> parts) {
    try {
        call();
        BOOST_ERROR(fmt::format("{} was accepted", path));
    } catch (usage_error const& error) {
        std::string const message = error.what();
        BOOST_TEST(message.starts_with(fmt::format("--option: {}: ", path)), message);
        BOOST_TEST(message.find("; accepted: ") != std::string::npos, message);
        BOOST_TEST(message.find('\n') == std::string::npos, message);
        for (std::string_view const part : parts) {
            BOOST_TEST(message.find(part) != std::string::npos, fmt::format("'{}' not in: {}", part, message));
        }
    }
}

/// A damaged copy: one to four bytes changed, put in, taken out, a piece doubled, or the end cut off.
inline std::string mutated(std::string bytes, std::mt19937_64& random) {
    using namespace std::string_view_literals;
    constexpr std::string_view hostile = "\x00\x01\x7F\x80\xFF()[]{}'\",:+-.eEnLTF09 \t\r\n"sv;
    for (auto changes = 1 + random() % 4; changes > 0; --changes) {
        std::size_t const at = bytes.empty() ? 0 : random() % bytes.size();
        std::size_t const length = random() % 8;
        // Half of the changes where formats keep their facts.
        std::size_t const place = random() % 2 == 0 ? at : std::min(at, random() % 140);
        switch (random() % 7) {
            case 0:
                if (!bytes.empty()) bytes[place] = static_cast<char>(bytes[place] ^ (1 << random() % 8));
                break;
            case 1:
                if (!bytes.empty()) bytes[place] = static_cast<char>(random() % 256);
                break;
            case 2:
                if (!bytes.empty()) bytes[place] = hostile[random() % hostile.size()];
                break;
            case 3:
                bytes.insert(place, 1, hostile[random() % hostile.size()]);
                break;
            case 4:
                bytes.erase(place, 1 + length);
                break;
            case 5:
                bytes.insert(place, bytes.substr(at, 1 + length));
                break;
            default:
                bytes.resize(random() % 4 == 0 ? at : bytes.size());
        }
    }
    return bytes;
}

/// Calls read(path) for 2000 damaged copies of `bytes`: each must be read or end in a usage_error of one line.
/// Returns how many were read.
template <class Read>
int fuzz(scratch_folder const& folder, std::string const& name, std::string const& bytes, Read read) {
    constexpr int mutations = 2000;
    std::mt19937_64 random(20160606);
    int accepted = 0;
    for (int k = 0; k < mutations; ++k) {
        std::string const damaged = mutated(bytes, random);
        std::string const path = folder.file(name, damaged);
        BOOST_TEST_CONTEXT(name << ", mutation " << k) {
            try {
                read(path);
                ++accepted;
            } catch (usage_error const& error) {
                std::string const message = error.what();
                bool const clear = message.starts_with("--option: " + path + ": ") &&
                                   message.find("; accepted: ") != std::string::npos &&
                                   message.find('\n') == std::string::npos && message.size() < 1000;
                if (!clear) BOOST_ERROR("unclear: " << message);
            }
        }
    }
    return accepted;
}

}  // namespace ulpfield::test
