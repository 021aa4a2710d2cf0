#pragma once
#include <string>
#include <string_view>

namespace ulpfield::study {

/// Buffered bytes to an open file descriptor, which stays the caller's.
/// A reader that has gone away (EPIPE) is no error: closed() becomes true and the rest is dropped.
/// Any other refusal (disk full, quota): machine_error naming `name`.
class output_stream {
public:
    output_stream(int descriptor, std::string name) : descriptor_(descriptor), name_(std::move(name)) {}

    void write(std::string_view text);
    void flush();
    [[nodiscard]] bool closed() const { return closed_; }

private:
    int descriptor_;
    std::string name_;
    std::string buffer_;
    bool closed_ = false;
};

}  // namespace ulpfield::study
