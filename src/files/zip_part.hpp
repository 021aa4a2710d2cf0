#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "files/byte_source.hpp"

struct zip;
struct zip_file;

namespace ulpfield {

/// A zip archive, open for reading. Damaged, or more than a million parts: usage_error.
class zip_archive {
public:
    zip_archive(std::string_view option_name, std::string path);

    [[nodiscard]] std::vector<std::string> const& names() const { return names_; }
    [[nodiscard]] std::string const& option_name() const { return option_name_; }
    [[nodiscard]] std::string const& path() const { return path_; }
    [[noreturn]] void refuse(std::string_view what, std::string_view accepted) const;

private:
    friend class zip_part;
    struct closer {
        void operator()(zip* archive) const;
    };

    std::string option_name_;
    std::string path_;
    std::unique_ptr<zip, closer> archive_;
    std::vector<std::string> names_;
};

/// A part of an archive, unpacked as it is read: stored or deflated, not encrypted; its size no more than deflate can
/// make of its packed bytes. The archive outlives it.
class zip_part final : public byte_source {
public:
    /// `index` into archive.names().
    zip_part(zip_archive& archive, std::size_t index);

    [[nodiscard]] std::uint64_t largest_size() const override { return size_; }
    [[nodiscard]] bool size_known() const override { return true; }
    [[nodiscard]] std::size_t read(std::span<std::uint8_t> bytes) override;

private:
    struct closer {
        void operator()(zip_file* part) const;
    };

    std::unique_ptr<zip_file, closer> part_;
    std::uint64_t size_ = 0;
};

}  // namespace ulpfield
