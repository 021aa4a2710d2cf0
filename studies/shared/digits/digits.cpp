#include "studies/shared/digits/digits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "study/list.hpp"
#include "ulpfield/files/idx_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_images = 1'000'000;

void check_labels(std::string const& path, std::vector<std::uint8_t> const& labels) {
    for (std::size_t a = 0; a < labels.size(); ++a)
        if (labels[a] >= digit_classes)
            throw usage_error(
                fmt::format("--mnist: {}: label {} of image {}; accepted: 0 to 9", path, labels[a], a + 1));
}

digit_set take(std::string_view option_name, std::string const& images_path, std::string const& labels_path,
               std::optional<std::int64_t> count, selection how) {
    bool const some = count && how == selection::first;
    labelled_images const all = read_labelled_images("--mnist", images_path, labels_path);
    check_labels(labels_path, all.labels);
    std::size_t const there = all.labels.size();
    if (count && static_cast<std::size_t>(*count) > there)
        throw usage_error(fmt::format("{}: {} images asked for, {} holds {}; accepted: all, or 1 to {}", option_name,
                                      *count, images_path, there, there));
    digit_set taken{all.images.rows, all.images.columns, {}, {}};
    std::size_t const wanted = count ? static_cast<std::size_t>(*count) : there;
    bool const balanced = count && !some;
    std::array<std::size_t, digit_classes> of_class{};
    for (std::size_t a = 0; a < there && taken.P() < wanted; ++a) {
        if (balanced && of_class[all.labels[a]]++ >= wanted / digit_classes) continue;
        auto const image = all.images.image(a);
        taken.pixels.insert(taken.pixels.end(), image.begin(), image.end());
        taken.labels.push_back(all.labels[a]);
    }
    if (taken.P() < wanted)
        throw usage_error(fmt::format("{}: {} does not hold {} images of every class", option_name, images_path,
                                      wanted / digit_classes));
    return taken;
}

}  // namespace

bipolar_state digit_set::binary(std::size_t a) const {
    bipolar_state state(N());
    for (std::size_t i = 0; i < N(); ++i) state[i] = pixels[a * N() + i] >= 128 ? 1 : -1;
    return state;
}

std::string digit_set::fingerprint() const {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (auto const* const bytes : {&pixels, &labels})
        for (std::uint8_t const byte : *bytes) hash = (hash ^ byte) * 0x100000001b3ULL;
    return fmt::format("{} x {} x {}, fnv1a64 {:016x}", P(), rows, columns, hash);
}

option mnist_option() {
    return {"--mnist", "DIR", "", "where the four files of MNIST lie (default: the directory named by ULPFIELD_MNIST)"};
}

std::optional<std::int64_t> parse_images(std::string_view option_name, std::string_view text) {
    if (text == "all") return std::nullopt;
    return parse_integer(option_name, text, 1, most_images);
}

digit_data read_digits(arguments const& given, std::optional<std::int64_t> train, std::optional<std::int64_t> test,
                       selection how) {
    std::string directory = given.text("--mnist");
    if (directory.empty())
        if (char const* const set = std::getenv("ULPFIELD_MNIST")) directory = set;
    if (directory.empty())
        throw usage_error(
            "--mnist: no directory given and ULPFIELD_MNIST not set; accepted: a directory that holds "
            "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each "
            "plain or with .gz added");
    if (how == selection::balanced && train && *train % static_cast<std::int64_t>(digit_classes) != 0)
        throw usage_error(fmt::format("--patterns: {} is no multiple of 10 (equally many of each class)", *train));
    mnist_set const files = find_mnist("--mnist", directory);
    digit_data data{take("--patterns", files.train_images, files.train_labels, train, how),
                    take("--test", files.test_images, files.test_labels, test, selection::first)};
    if (data.train.rows != data.test.rows || data.train.columns != data.test.columns)
        throw usage_error(fmt::format("--mnist: {} has images of {} x {}, {} of {} x {}; both must have the same size",
                                      files.train_images, data.train.rows, data.train.columns, files.test_images,
                                      data.test.rows, data.test.columns));
    return data;
}

training_states class_states(digit_set const& digits) {
    std::size_t const pixels = digits.N();
    std::size_t const N = pixels + digit_classes;
    std::vector<double> states;
    std::vector<double> answers;
    states.reserve(digits.P() * N);
    answers.reserve(digits.P() * digit_classes);
    for (std::size_t a = 0; a < digits.P(); ++a) {
        for (std::size_t i = 0; i < pixels; ++i) states.push_back(2.0 * digits.pixels[a * pixels + i] / 255.0 - 1.0);
        for (std::size_t c = 0; c < digit_classes; ++c) {
            states.push_back(-1);
            answers.push_back(c == digits.labels[a] ? 1 : -1);
        }
    }
    return {digits.P(), N, pixels, N, std::move(states), std::move(answers)};
}

void confusion::add(std::uint8_t label, std::size_t answer) { ++counts[label][std::min(answer, digit_classes)]; }

rational confusion::error() const {
    std::uint64_t all = 0;
    std::uint64_t right = 0;
    for (std::size_t c = 0; c < digit_classes; ++c) {
        right += counts[c][c];
        for (std::uint64_t const count : counts[c]) all += count;
    }
    return all == 0 ? rational(0) : rational(100 * (all - right), all);
}

rational confusion::macro_f1() const {
    rational sum = 0;
    std::uint64_t classes = 0;
    for (std::size_t c = 0; c < digit_classes; ++c) {
        std::uint64_t labelled = 0;
        std::uint64_t answered = 0;
        for (std::uint64_t const count : counts[c]) labelled += count;
        for (auto const& line : counts) answered += line[c];
        if (labelled + answered == 0) continue;
        sum += rational(2 * counts[c][c], labelled + answered);
        ++classes;
    }
    return classes == 0 ? sum : rational(sum / classes);
}

std::string confusion::text() const {
    std::string all;
    for (auto const& line : counts)
        for (std::uint64_t const count : line) all += (all.empty() ? "" : " ") + std::to_string(count);
    return all;
}

confusion confusion::parse(std::string const& text) {
    confusion result;
    std::istringstream words(text);
    for (auto& line : result.counts)
        for (std::uint64_t& count : line)
            if (!(words >> count)) throw std::invalid_argument("not a confusion matrix: " + text);
    return result;
}

confusion compare_answers(digit_set const& digits, std::vector<std::size_t> const& answers) {
    confusion result;
    for (std::size_t a = 0; a < digits.P(); ++a) result.add(digits.labels[a], answers[a]);
    return result;
}

}  // namespace ulpfield::study
