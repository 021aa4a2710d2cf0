#include "study/output_stream.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "files/machine_words.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {
constexpr std::size_t buffer_size = 1 << 16;
}

void output_stream::write(std::string_view text) {
    if (closed_) return;
    buffer_ += text;
    if (buffer_.size() >= buffer_size) flush();
}

void output_stream::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && !closed_) {
        ssize_t const written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EPIPE) {
            closed_ = true;
        } else if (errno != EINTR) {
            int const error = errno;
            buffer_.clear();
            throw machine_error(fmt::format("{}: {}", name_, machine_words(error)));
        }
    }
    buffer_.clear();
}

}  // namespace ulpfield::study
