#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace ulpfield {

/// Writes whole numbers and texts to the reader of a message.
class message_writer {
public:
    explicit message_writer(int descriptor) : descriptor_(descriptor) {}
    void number(std::uint64_t value);
    void text(std::string const& value);
    void bytes(void const* data, std::size_t size);

private:
    int descriptor_;
};

/// Reads such a message; nothing where it is too short.
class message_reader {
public:
    explicit message_reader(std::string const& bytes) : bytes_(bytes) {}
    [[nodiscard]] std::optional<std::uint64_t> number();
    [[nodiscard]] std::optional<std::string> text();
    [[nodiscard]] std::string_view rest() const { return std::string_view(bytes_).substr(at_); }

private:
    std::string const& bytes_;
    std::size_t at_ = 0;
};

/// Runs `work` in a process of its own and returns what it wrote; nothing if that process crashed, ran out of the
/// memory that is free, took more than `seconds` of processor time, or wrote more than `most_bytes`. For libraries that
/// a damaged file may crash: a crash ends that process, not this one. Its standard error goes nowhere.
/// machine_error if no process can be made.
[[nodiscard]] std::optional<std::string> run_apart(std::function<void(message_writer&)> const& work,
                                                   std::uint64_t most_bytes, std::uint64_t seconds);

}  // namespace ulpfield
