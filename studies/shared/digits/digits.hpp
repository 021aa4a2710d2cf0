#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "study/arguments.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/training/setting.hpp"

namespace ulpfield::study {

inline constexpr std::size_t digit_classes = 10;

/// Labelled images as the networks see them: a pixel x of 0..255 is the real number 2x/255 - 1.
struct digit_set {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::uint8_t> pixels;  ///< image by image, row by row, as in the file
    std::vector<std::uint8_t> labels;  ///< 0..9

    [[nodiscard]] std::size_t P() const { return labels.size(); }
    [[nodiscard]] std::size_t N() const { return rows * columns; }
    /// Image a in {-1,1}^N: pixels of 128 and more are +1.
    [[nodiscard]] bipolar_state binary(std::size_t a) const;
    /// P, N and a hash of all bytes: what results depend on, wherever the files lie.
    [[nodiscard]] std::string fingerprint() const;
};

struct digit_data {
    digit_set train;
    digit_set test;
};

/// The images taken from a file.
enum class selection {
    first,    ///< the first so many
    balanced  ///< equally many of each class, the first of each, in the file's order; their number a multiple of 10
};

/// `--mnist DIR`; without it the directory named by ULPFIELD_MNIST.
[[nodiscard]] option mnist_option();

/// Reads the four files. `train`, `test`: how many (none: all of them). No directory, a missing or damaged file, a
/// label above 9, other sizes in training and test, more images than there are: usage_error.
[[nodiscard]] digit_data read_digits(arguments const& given, std::optional<std::int64_t> train,
                                     std::optional<std::int64_t> test, selection how);

/// `all`: none; else a number of images.
[[nodiscard]] std::optional<std::int64_t> parse_images(std::string_view option_name, std::string_view text);

/// Classification (Krotov & Hopfield 2016; McAlister et al. section 5.3): N pixels and 10 class neurons, the last ones.
/// The class neurons of a state are -1; the one of the label should answer +1, the others -1.
[[nodiscard]] training_states class_states(digit_set const& digits);

/// True classes against answers; no answer (a field that is NaN) is an error and has a column of its own.
struct confusion {
    std::array<std::array<std::uint64_t, digit_classes + 1>, digit_classes> counts{};

    void add(std::uint8_t label, std::size_t answer);
    /// Wrong answers, in percent.
    [[nodiscard]] rational error() const;
    /// Mean over the classes that occur (as label or as answer) of 2 TP/(2 TP + FP + FN).
    [[nodiscard]] rational macro_f1() const;
    [[nodiscard]] std::string text() const;
    /// std::invalid_argument if it is no such text.
    [[nodiscard]] static confusion parse(std::string const& text);
};

[[nodiscard]] confusion compare_answers(digit_set const& digits, std::vector<std::size_t> const& answers);

}  // namespace ulpfield::study
