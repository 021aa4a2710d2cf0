#pragma once
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

/// The labels of digits, 0 to 9.
[[nodiscard]] std::vector<std::uint8_t> digit_labels();

/// Labelled images as the networks see them: a pixel x of 0..255 is the real number 2x/255 - 1.
struct digit_set {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<std::uint8_t> pixels;                    ///< image by image, row by row, as in the file
    std::vector<std::uint8_t> labels;                    ///< class of each image, from 0
    std::vector<std::uint8_t> classes = digit_labels();  ///< the label of each class in the file, ascending

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
    balanced  ///< equally many of each class, the first of each, in the file's order; a multiple of the classes
};

/// `--mnist DIR`; without it the directory named by ULPFIELD_MNIST.
[[nodiscard]] option mnist_option();

/// `--classes`: auto, or labels.
[[nodiscard]] option classes_option();

/// Reads the four files. `train`, `test`: how many (none: all of them). No directory, a missing or damaged file, a
/// label of no class, other sizes in training and test, more images than there are: usage_error. Classes by --classes:
/// those of the training labels (digits: always 0 to 9), or a list, and then images of other labels are left out.
/// EMNIST's images, which lie transposed, are turned.
[[nodiscard]] digit_data read_digits(arguments const& given, std::optional<std::int64_t> train,
                                     std::optional<std::int64_t> test, selection how);

/// `all`: none; else a number of images.
[[nodiscard]] std::optional<std::int64_t> parse_images(std::string_view option_name, std::string_view text);

/// Classification (Krotov & Hopfield 2016; McAlister et al. section 5.3): N pixels and a neuron for each class, the
/// last ones. The class neurons of a state are -1; the one of the label should answer +1, the others -1.
[[nodiscard]] training_states class_states(digit_set const& digits);

/// True classes against answers; no answer (a field that is NaN) is an error and has a column of its own.
struct confusion {
    explicit confusion(std::vector<std::uint8_t> labels = digit_labels());

    std::vector<std::uint8_t> classes;               ///< the label of each
    std::vector<std::vector<std::uint64_t>> counts;  ///< of each class: its answers, the last one none

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
