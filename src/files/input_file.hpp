#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct gzFile_s;

namespace ulpfield {

/// The text for a message: one line, control characters and bytes beyond ASCII shown as '?', at most `longest` bytes.
[[nodiscard]] std::string shown(std::string_view text, std::size_t longest = 60);

/// The name of a file for a message: one line, in whatever encoding it has.
[[nodiscard]] std::string shown_path(std::string const& path);

/// A file an option names, read from its start; gzip is recognised by its magic number and unpacked as it is read.
/// Missing, not a regular file, unreadable, empty, or damaged while reading: usage_error.
class input_file {
public:
    input_file(std::string_view option_name, std::string path);

    [[nodiscard]] std::string const& path() const { return path_; }
    [[nodiscard]] bool compressed() const { return compressed_; }

    /// No more bytes than this can come out: the size of a plain file, 1032 times that of a gzip file (deflate spends
    /// at least two bits on a run of at most 258 bytes).
    [[nodiscard]] std::uint64_t largest_size() const { return compressed_ ? size_ * 1032 : size_; }

    /// Fills `bytes`; fewer only at the end of the file. Returns how many.
    [[nodiscard]] std::size_t read(std::span<std::uint8_t> bytes);

    /// Back to the first byte.
    void rewind();

    /// Throws usage_error "OPTION: FILE: what; accepted: ...".
    [[noreturn]] void refuse(std::string_view what, std::string_view accepted) const;

private:
    struct closer {
        void operator()(gzFile_s* stream) const;
    };

    std::string option_name_;
    std::string path_;
    std::unique_ptr<gzFile_s, closer> stream_;
    std::uint64_t size_ = 0;  // of the file as it lies on the disk
    bool compressed_ = false;
};

}  // namespace ulpfield
