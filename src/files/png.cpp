#include <fmt/format.h>
#include <png.h>

#include <array>
#include <csetjmp>
#include <cstring>

#include "files/limits.hpp"
#include "files/picture.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_png = "an undamaged PNG picture without transparent pixels";

/// Everything that lives across libpng's jumps: no destructor is passed over.
struct decoding {
    std::uint8_t const* bytes = nullptr;
    std::size_t size = 0;
    std::size_t at = 0;
    std::array<char, 120> message{};
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::uint64_t channels = 0;
};

void take(png_structp png, png_bytep target, std::size_t count) {
    auto* const state = static_cast<decoding*>(png_get_io_ptr(png));
    if (state->size - state->at < count) png_error(png, "it ends early");
    std::memcpy(target, state->bytes + state->at, count);
    state->at += count;
}

[[noreturn]] void fail(png_structp png, png_const_charp message) {
    auto* const state = static_cast<decoding*>(png_get_error_ptr(png));
    std::strncpy(state->message.data(), message, state->message.size() - 1);
    std::longjmp(png_jmpbuf(png), 1);
}

void ignore(png_structp, png_const_charp) {}

/// Reads the header and asks for bytes; false: damaged.
bool begin(decoding& state) {
    if (setjmp(png_jmpbuf(state.png)) != 0) return false;
    png_set_read_fn(state.png, &state, take);
    png_set_user_limits(state.png, most_neurons, most_neurons);
    png_set_chunk_cache_max(state.png, 128);
    png_set_chunk_malloc_max(state.png, 1U << 23U);
    png_read_info(state.png, state.info);
    png_set_expand(state.png);
    png_set_strip_16(state.png);
    (void)png_set_interlace_handling(state.png);
    png_read_update_info(state.png, state.info);
    state.rows = png_get_image_height(state.png, state.info);
    state.columns = png_get_image_width(state.png, state.info);
    state.channels = png_get_channels(state.png, state.info);
    return png_get_bit_depth(state.png, state.info) == 8;
}

bool read_rows(decoding& state, png_bytepp rows) {
    if (setjmp(png_jmpbuf(state.png)) != 0) return false;
    png_read_image(state.png, rows);
    png_read_end(state.png, nullptr);
    return true;
}

class png_reader {
public:
    png_reader(byte_source const& source, std::vector<std::uint8_t> const& file) : source_(source) {
        state_.bytes = file.data();
        state_.size = file.size();
        state_.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &state_, fail, ignore);
        if (state_.png != nullptr) state_.info = png_create_info_struct(state_.png);
        if (state_.info == nullptr) {
            png_destroy_read_struct(&state_.png, &state_.info, nullptr);
            throw std::bad_alloc();
        }
    }
    png_reader(png_reader const&) = delete;
    png_reader& operator=(png_reader const&) = delete;
    ~png_reader() { png_destroy_read_struct(&state_.png, &state_.info, nullptr); }

    picture read() {
        if (!begin(state_)) refuse();
        if (state_.rows * state_.columns > most_neurons)
            source_.refuse(fmt::format("a picture of {} x {} pixels", state_.rows, state_.columns), accepted_counts);
        std::vector<std::uint8_t> samples(state_.rows * state_.columns * state_.channels);
        std::vector<png_bytep> rows(state_.rows);
        for (std::size_t row = 0; row < rows.size(); ++row)
            rows[row] = samples.data() + row * state_.columns * state_.channels;
        if (!read_rows(state_, rows.data())) refuse();
        return grey(samples);
    }

private:
    [[noreturn]] void refuse() const {
        source_.refuse(fmt::format("a damaged PNG picture ({})", shown(state_.message.data())), accepted_png);
    }

    [[nodiscard]] picture grey(std::vector<std::uint8_t> const& samples) const {
        picture result{state_.rows, state_.columns, std::vector<std::uint8_t>(state_.rows * state_.columns)};
        std::size_t const channels = state_.channels;
        bool const colour = channels >= 3;
        bool const alpha = channels == 2 || channels == 4;
        for (std::size_t pixel = 0; pixel < result.levels.size(); ++pixel) {
            std::uint8_t const* const sample = samples.data() + pixel * channels;
            if (alpha && sample[channels - 1] != 255)
                source_.refuse(fmt::format("a pixel that is not opaque in row {}, column {}",
                                           pixel / result.columns + 1, pixel % result.columns + 1),
                               accepted_png);
            unsigned const level =
                colour ? (299U * sample[0] + 587U * sample[1] + 114U * sample[2] + 500U) / 1000U : unsigned{sample[0]};
            result.levels[pixel] = static_cast<std::uint8_t>(level);
        }
        return result;
    }

    byte_source const& source_;
    decoding state_;
};

}  // namespace

picture decode_png(byte_source const& source, std::vector<std::uint8_t> const& file) {
    return png_reader(source, file).read();
}

}  // namespace ulpfield
