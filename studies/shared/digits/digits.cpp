#include "studies/shared/digits/digits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>
#include <stdexcept>

#include "study/list.hpp"
#include "study/messages.hpp"
#include "ulpfield/files/idx_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_images = 1'000'000;

/// The classes of --classes, and whether images of other labels are left out.
struct chosen_classes {
    std::vector<std::uint8_t> labels;
    bool listed = false;
};

chosen_classes classes_of(arguments const& given, std::vector<std::uint8_t> const& labels) {
    std::string const text = given.text("--classes");
    std::set<std::uint8_t> all;
    if (text.empty() || text == "auto") {
        all.insert(labels.begin(), labels.end());
        if (*all.rbegin() <= 9) return {digit_labels(), false};
        return {{all.begin(), all.end()}, false};
    }
    for (std::int64_t const label : parse_integers("--classes", text, 0, 255))
        all.insert(static_cast<std::uint8_t>(label));
    if (all.size() < 2)
        throw usage_error(fmt::format("--classes: '{}' is one class; accepted: auto, or two and more", text));
    return {{all.begin(), all.end()}, true};
}

/// Labels become classes; images of no class are left out of a list, and an error otherwise.
void classify_labels(labelled_images& all, chosen_classes const& classes, std::string const& path) {
    std::size_t const size = all.images.rows * all.images.columns;
    std::size_t kept = 0;
    for (std::size_t a = 0; a < all.labels.size(); ++a) {
        auto const at = std::lower_bound(classes.labels.begin(), classes.labels.end(), all.labels[a]);
        if (at == classes.labels.end() || *at != all.labels[a]) {
            if (classes.listed) continue;
            throw usage_error(fmt::format("--mnist: {}: label {} of image {}; accepted: {}", path, all.labels[a], a + 1,
                                          fmt::join(classes.labels, ", ")));
        }
        all.labels[kept] = static_cast<std::uint8_t>(at - classes.labels.begin());
        auto const from = all.images.pixels.begin() + static_cast<std::ptrdiff_t>(a * size);
        std::copy(from, from + static_cast<std::ptrdiff_t>(size),
                  all.images.pixels.begin() + static_cast<std::ptrdiff_t>(kept++ * size));
    }
    if (kept == 0) throw usage_error(fmt::format("--classes: {} holds no image of these classes", path));
    all.labels.resize(kept);
    all.images.K = kept;
    all.images.pixels.resize(kept * size);
}

void transpose(idx_images& images) {
    std::vector<std::uint8_t> turned(images.rows * images.columns);
    for (std::size_t a = 0; a < images.K; ++a) {
        std::uint8_t* const image = images.pixels.data() + a * turned.size();
        for (std::size_t row = 0; row < images.rows; ++row)
            for (std::size_t column = 0; column < images.columns; ++column)
                turned[column * images.rows + row] = image[row * images.columns + column];
        std::copy(turned.begin(), turned.end(), image);
    }
    std::swap(images.rows, images.columns);
}

digit_set take(std::string_view option_name, std::string const& images_path, labelled_images const& all,
               std::vector<std::uint8_t> const& classes, std::optional<std::int64_t> count, selection how) {
    bool const some = count && how == selection::first;
    std::size_t const there = all.labels.size();
    if (count && static_cast<std::size_t>(*count) > there)
        throw usage_error(fmt::format("{}: {} images asked for, {} holds {}; accepted: all, or 1 to {}", option_name,
                                      *count, images_path, there, there));
    digit_set taken{all.images.rows, all.images.columns, {}, {}, classes};
    std::size_t const wanted = count ? static_cast<std::size_t>(*count) : there;
    bool const balanced = count && !some;
    std::vector<std::size_t> of_class(classes.size());
    for (std::size_t a = 0; a < there && taken.P() < wanted; ++a) {
        if (balanced && of_class[all.labels[a]]++ >= wanted / classes.size()) continue;
        auto const image = all.images.image(a);
        taken.pixels.insert(taken.pixels.end(), image.begin(), image.end());
        taken.labels.push_back(all.labels[a]);
    }
    if (taken.P() < wanted)
        throw usage_error(fmt::format("{}: {} does not hold {} images of every class", option_name, images_path,
                                      wanted / classes.size()));
    return taken;
}

}  // namespace

std::vector<std::uint8_t> digit_labels() { return {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}; }

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

option classes_option() {
    return {"--classes", "auto|LIST", "auto",
            "classes: auto (digits 0 to 9; of labels above 9 those there are, EMNIST letters 1 to 26), or the labels "
            "taken"};
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
    mnist_set const files = find_mnist("--mnist", directory);
    labelled_images learned = read_labelled_images("--mnist", files.train_images, files.train_labels);
    labelled_images asked = read_labelled_images("--mnist", files.test_images, files.test_labels);
    chosen_classes const classes = classes_of(given, learned.labels);
    auto const count = static_cast<std::int64_t>(classes.labels.size());
    if (how == selection::balanced && train && *train % count != 0)
        throw usage_error(
            fmt::format("--patterns: {} is no multiple of {} (equally many of each class)", *train, count));
    classify_labels(learned, classes, files.train_labels);
    classify_labels(asked, classes, files.test_labels);
    if (files.transposed) {
        say(fmt::format("{}: EMNIST keeps its images transposed; they are turned", files.train_images));
        transpose(learned.images);
        transpose(asked.images);
    }
    digit_data data{take("--patterns", files.train_images, learned, classes.labels, train, how),
                    take("--test", files.test_images, asked, classes.labels, test, selection::first)};
    if (data.train.rows != data.test.rows || data.train.columns != data.test.columns)
        throw usage_error(fmt::format("--mnist: {} has images of {} x {}, {} of {} x {}; both must have the same size",
                                      files.train_images, data.train.rows, data.train.columns, files.test_images,
                                      data.test.rows, data.test.columns));
    return data;
}

training_states class_states(digit_set const& digits) {
    std::size_t const pixels = digits.N();
    std::size_t const classes = digits.classes.size();
    std::size_t const N = pixels + classes;
    std::vector<double> states;
    std::vector<double> answers;
    states.reserve(digits.P() * N);
    answers.reserve(digits.P() * classes);
    for (std::size_t a = 0; a < digits.P(); ++a) {
        for (std::size_t i = 0; i < pixels; ++i) states.push_back(2.0 * digits.pixels[a * pixels + i] / 255.0 - 1.0);
        for (std::size_t c = 0; c < classes; ++c) {
            states.push_back(-1);
            answers.push_back(c == digits.labels[a] ? 1 : -1);
        }
    }
    return {digits.P(), N, pixels, N, std::move(states), std::move(answers)};
}

confusion::confusion(std::vector<std::uint8_t> labels)
    : classes(std::move(labels)), counts(classes.size(), std::vector<std::uint64_t>(classes.size() + 1)) {}

void confusion::add(std::uint8_t label, std::size_t answer) { ++counts[label][std::min(answer, classes.size())]; }

rational confusion::error() const {
    std::uint64_t all = 0;
    std::uint64_t right = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        right += counts[c][c];
        for (std::uint64_t const count : counts[c]) all += count;
    }
    return all == 0 ? rational(0) : rational(100 * (all - right), all);
}

rational confusion::macro_f1() const {
    rational sum = 0;
    std::uint64_t occurring = 0;
    for (std::size_t c = 0; c < counts.size(); ++c) {
        std::uint64_t labelled = 0;
        std::uint64_t answered = 0;
        for (std::uint64_t const count : counts[c]) labelled += count;
        for (auto const& line : counts) answered += line[c];
        if (labelled + answered == 0) continue;
        sum += rational(2 * counts[c][c], labelled + answered);
        ++occurring;
    }
    return occurring == 0 ? sum : rational(sum / occurring);
}

std::string confusion::text() const {
    std::string all;
    if (classes != digit_labels()) all = fmt::format("{}:", fmt::join(classes, " "));
    for (auto const& line : counts)
        for (std::uint64_t const count : line) all += (all.empty() ? "" : " ") + std::to_string(count);
    return all;
}

confusion confusion::parse(std::string const& text) {
    std::vector<std::uint8_t> labels = digit_labels();
    std::size_t const colon = text.find(':');
    if (colon != std::string::npos) {
        labels.clear();
        std::istringstream listed(text.substr(0, colon));
        for (unsigned label = 0; listed >> label;) labels.push_back(static_cast<std::uint8_t>(label));
    }
    confusion result(std::move(labels));
    std::istringstream words(colon == std::string::npos ? text : text.substr(colon + 1));
    for (auto& line : result.counts)
        for (std::uint64_t& count : line)
            if (!(words >> count)) throw std::invalid_argument("not a confusion matrix: " + text);
    return result;
}

confusion compare_answers(digit_set const& digits, std::vector<std::size_t> const& answers) {
    confusion result(digits.classes);
    for (std::size_t a = 0; a < digits.P(); ++a) result.add(digits.labels[a], answers[a]);
    return result;
}

}  // namespace ulpfield::study
