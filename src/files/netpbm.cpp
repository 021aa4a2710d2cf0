#include <fmt/format.h>

#include "files/limits.hpp"
#include "files/picture.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view accepted_netpbm = "one PBM or PGM picture (P1, P2, P4, P5), whole";

/// Half of `largest` and more becomes 128 and more, less becomes less.
std::uint8_t scaled(unsigned level, unsigned largest) {
    return static_cast<std::uint8_t>(largest <= 255 ? level * 255U / largest : level * 256U / (largest + 1));
}

class netpbm_reader {
public:
    netpbm_reader(byte_source const& source, std::vector<std::uint8_t> const& file) : source_(source), file_(file) {}

    picture read() {
        char const kind = static_cast<char>(file_.size() > 1 ? file_[1] : 0);
        at_ = 2;
        std::size_t const columns = number("its width");
        std::size_t const rows = number("its height");
        if (columns < 1 || rows < 1 || columns > most_neurons || rows > most_neurons || rows * columns > most_neurons)
            source_.refuse(fmt::format("a picture of {} x {} pixels", rows, columns), accepted_counts);
        bool const bitmap = kind == '1' || kind == '4';
        std::size_t const largest = bitmap ? 1 : number("its largest level");
        if (largest < 1 || largest > 65535) refuse(fmt::format("a largest level of {}", largest));
        picture result{rows, columns, std::vector<std::uint8_t>(rows * columns)};
        if (kind == '1') {
            for (std::uint8_t& level : result.levels) level = bit() ? 0 : 255;
        } else if (kind == '2') {
            for (std::uint8_t& level : result.levels)
                level = scaled(sample(number("a level"), largest), largest32(largest));
        } else {
            ++at_;  // the one blank after the header
            if (bitmap)
                packed_bits(result);
            else
                binary_levels(result, largest);
        }
        check_end();
        return result;
    }

private:
    [[noreturn]] void refuse(std::string const& what) const {
        source_.refuse(fmt::format("{} (byte {})", what, at_), accepted_netpbm);
    }
    static unsigned largest32(std::size_t largest) { return static_cast<unsigned>(largest); }

    [[nodiscard]] unsigned sample(std::size_t level, std::size_t largest) const {
        if (level > largest) refuse(fmt::format("a level of {}, its largest is {}", level, largest));
        return static_cast<unsigned>(level);
    }

    static bool is_blank(std::uint8_t byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

    void blanks() {
        while (at_ < file_.size()) {
            if (file_[at_] == '#')
                while (at_ < file_.size() && file_[at_] != '\n') ++at_;
            else if (is_blank(file_[at_]))
                ++at_;
            else
                return;
        }
    }

    std::size_t number(std::string_view of_what) {
        blanks();
        std::size_t value = 0;
        std::size_t const start = at_;
        for (; at_ < file_.size() && file_[at_] >= '0' && file_[at_] <= '9'; ++at_) {
            value = value * 10 + (file_[at_] - '0');
            if (value > 1'000'000'000) refuse(fmt::format("{} is too large", of_what));
        }
        if (at_ == start) refuse(at_ == file_.size() ? "is truncated" : fmt::format("{} is no number", of_what));
        return value;
    }

    /// The bits of a plain bitmap need no blanks between them.
    bool bit() {
        blanks();
        if (at_ == file_.size()) refuse("is truncated");
        std::uint8_t const byte = file_[at_];
        if (byte != '0' && byte != '1') refuse("a pixel that is neither 0 nor 1");
        ++at_;
        return byte == '1';
    }

    void need(std::size_t count) const {
        if (at_ > file_.size() || file_.size() - at_ < count) refuse("is truncated");
    }

    void packed_bits(picture& result) {
        std::size_t const width = (result.columns + 7) / 8;
        need(width * result.rows);
        for (std::size_t row = 0; row < result.rows; ++row, at_ += width)
            for (std::size_t column = 0; column < result.columns; ++column) {
                bool const black = (file_[at_ + column / 8] >> (7 - column % 8) & 1U) != 0;
                result.levels[row * result.columns + column] = black ? 0 : 255;
            }
    }

    void binary_levels(picture& result, std::size_t largest) {
        std::size_t const size = largest > 255 ? 2 : 1;
        need(size * result.levels.size());
        for (std::uint8_t& level : result.levels) {
            std::size_t const value = size == 1 ? file_[at_] : std::size_t{file_[at_]} << 8U | file_[at_ + 1];
            level = scaled(sample(value, largest), largest32(largest));
            at_ += size;
        }
    }

    void check_end() {
        blanks();
        if (at_ < file_.size()) refuse("more follows after the picture");
    }

    byte_source const& source_;
    std::vector<std::uint8_t> const& file_;
    std::size_t at_ = 0;
};

}  // namespace

picture decode_netpbm(byte_source const& source, std::vector<std::uint8_t> const& file) {
    return netpbm_reader(source, file).read();
}

}  // namespace ulpfield
