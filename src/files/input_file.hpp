#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "files/byte_source.hpp"

struct gzFile_s;

namespace ulpfield {

/// A file an option names, read from its start; gzip is recognised by its magic number and unpacked as it is read.
/// Missing, not a regular file, unreadable, empty, or damaged while reading: usage_error.
class input_file final : public byte_source {
public:
    input_file(std::string_view option_name, std::string path);

    [[nodiscard]] std::string const& path() const { return name(); }
    [[nodiscard]] bool compressed() const { return compressed_; }

    /// No more bytes than this can come out: the size of a plain file, 1032 times that of a gzip file (deflate spends
    /// at least two bits on a run of at most 258 bytes).
    [[nodiscard]] std::uint64_t largest_size() const override { return compressed_ ? size_ * 1032 : size_; }
    [[nodiscard]] bool size_known() const override { return !compressed_; }

    [[nodiscard]] std::size_t read(std::span<std::uint8_t> bytes) override;

    /// Back to the first byte.
    void rewind();

private:
    struct closer {
        void operator()(gzFile_s* stream) const;
    };

    std::unique_ptr<gzFile_s, closer> stream_;
    std::uint64_t size_ = 0;  // of the file as it lies on the disk
    bool compressed_ = false;
};

}  // namespace ulpfield
