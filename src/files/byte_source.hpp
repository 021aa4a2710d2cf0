#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ulpfield {

/// The text for a message: one line, control characters and bytes beyond ASCII shown as '?', at most `longest` bytes.
[[nodiscard]] std::string shown(std::string_view text, std::size_t longest = 60);

/// The name of a file for a message: one line, in whatever encoding it has.
[[nodiscard]] std::string shown_path(std::string const& path);

/// Bytes that are read from their start: a file, or a part of an archive.
class byte_source {
public:
    /// `name`: for messages, e.g. "xi.npz:memories".
    byte_source(std::string_view option_name, std::string name) : option_name_(option_name), name_(std::move(name)) {}
    byte_source(byte_source const&) = delete;
    byte_source& operator=(byte_source const&) = delete;
    virtual ~byte_source() = default;

    [[nodiscard]] std::string const& option_name() const { return option_name_; }
    [[nodiscard]] std::string const& name() const { return name_; }

    /// No more bytes than this can come out.
    [[nodiscard]] virtual std::uint64_t largest_size() const = 0;
    /// Exactly so many, unless it is damaged.
    [[nodiscard]] virtual bool size_known() const = 0;
    /// Fills `bytes`; fewer only at the end. Returns how many.
    [[nodiscard]] virtual std::size_t read(std::span<std::uint8_t> bytes) = 0;

    /// Throws usage_error "OPTION: NAME: what; accepted: ...".
    [[noreturn]] void refuse(std::string_view what, std::string_view accepted) const;

private:
    std::string option_name_;
    std::string name_;
};

}  // namespace ulpfield
