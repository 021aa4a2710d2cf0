#include "files/input_file.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <new>

#include "files/machine_words.hpp"
#include "files/regular_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {
constexpr std::string_view readable_file = "a readable file of patterns";
constexpr unsigned read_buffer_size = 1U << 17U;
}  // namespace

void input_file::closer::operator()(gzFile_s* stream) const { gzclose(stream); }

input_file::input_file(std::string_view option_name, std::string path) : byte_source(option_name, std::move(path)) {
    regular_file const file = open_regular_file(option_name, this->path(), readable_file);
    stream_.reset(gzdopen(file.descriptor, "rb"));
    if (stream_ == nullptr) {
        ::close(file.descriptor);
        throw machine_error(fmt::format("{}: {}: cannot be read (no memory)", option_name, shown_path(this->path())));
    }
    size_ = file.size;
    if (size_ == 0) refuse("is empty", readable_file);
    gzbuffer(stream_.get(), read_buffer_size);
    compressed_ = gzdirect(stream_.get()) == 0;
}

std::size_t input_file::read(std::span<std::uint8_t> bytes) {
    constexpr std::size_t most_at_once = std::numeric_limits<int>::max() / 2;
    std::size_t done = 0;
    while (done < bytes.size()) {
        auto const wanted = static_cast<unsigned>(std::min(bytes.size() - done, most_at_once));
        int const got = gzread(stream_.get(), bytes.data() + done, wanted);
        int status = Z_OK;
        char const* const message = gzerror(stream_.get(), &status);
        if (status == Z_MEM_ERROR) throw std::bad_alloc();
        if (status == Z_ERRNO) refuse(fmt::format("cannot be read ({})", machine_words(errno)), readable_file);
        if (status == Z_BUF_ERROR) refuse("is truncated inside its gzip data", "the whole file");
        if (got < 0 || status != Z_OK) {
            refuse(fmt::format("holds damaged gzip data ({})", shown(message)), "an undamaged file");
        }
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

void input_file::rewind() {
    if (gzrewind(stream_.get()) != 0) {
        refuse(fmt::format("cannot be read again ({})", machine_words(errno)), readable_file);
    }
}

}  // namespace ulpfield
