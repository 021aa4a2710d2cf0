#include "ulpfield/files/idx_file.hpp"

#include <array>
#include <cstdlib>

#include "files/file_support.hpp"
#include "ulpfield/files/pattern_file.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

std::string random_bytes(std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::string bytes;
    for (std::size_t e = 0; e < count; ++e) bytes += static_cast<char>(random() % 256);
    return bytes;
}

std::string text(std::vector<std::uint8_t> const& bytes) { return {bytes.begin(), bytes.end()}; }

void images_refused(std::string const& path, std::initializer_list<std::string_view> parts,
                    std::optional<std::size_t> limit = std::nullopt) {
    check_refused([&] { (void)read_idx_images("--option", path, limit); }, path, parts);
}
void labels_refused(std::string const& path, std::initializer_list<std::string_view> parts,
                    std::optional<std::size_t> limit = std::nullopt) {
    check_refused([&] { (void)read_idx_labels("--option", path, limit); }, path, parts);
}

std::array<std::string, 4> const mnist_names = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                                "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

}  // namespace

BOOST_AUTO_TEST_CASE(images_and_labels_come_back_as_the_bytes_they_are) {
    scratch_folder const folder;
    // The second is larger than the parts it is read in.
    for (auto const& [K, rows, columns] :
         {std::array<std::uint32_t, 3>{5, 3, 4}, {5000, 28, 28}, {1, 1, 1}, {2, 1000, 1000}}) {
        std::string const pixels = random_bytes(std::size_t{K} * rows * columns, K);
        std::string const labels = random_bytes(K, 2);
        for (bool const packed : {false, true}) {
            auto const form = [&](std::string const& bytes) { return packed ? gzip(bytes) : bytes; };
            std::string const images_path = folder.file("images", form(idx_image_header(K, rows, columns) + pixels));
            std::string const labels_path = folder.file("labels", form(idx_label_header(K) + labels));

            labelled_images const both = read_labelled_images("--option", images_path, labels_path);
            labelled_images const first = read_labelled_images("--option", images_path, labels_path, 1);

            BOOST_TEST((both.images.K == K && both.images.rows == rows && both.images.columns == columns));
            BOOST_TEST((text(both.images.pixels) == pixels));
            BOOST_TEST((text(both.labels) == labels));
            BOOST_TEST((read_idx_images("--option", images_path).pixels == both.images.pixels));
            BOOST_TEST((read_idx_labels("--option", labels_path) == both.labels));
            BOOST_TEST(first.images.K == 1U);
            BOOST_TEST((text(first.images.pixels) == pixels.substr(0, std::size_t{rows} * columns)));
            BOOST_TEST((text(first.labels) == labels.substr(0, 1)));
            auto const last = both.images.image(K - 1);
            BOOST_TEST((std::string(last.begin(), last.end()) == pixels.substr(pixels.size() - last.size())));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_patterns_of_an_image_file_are_its_pixels_against_half_of_full_scale) {
    scratch_folder const folder;
    std::string const path = folder.file("images", idx_image_header(40, 7, 11) + random_bytes(40 * 77, 3));
    idx_images const images = read_idx_images("--option", path);
    auto const patterns = std::get<bipolar_patterns>(read_patterns("--option", path));
    BOOST_TEST_REQUIRE((patterns.K() == 40 && patterns.N() == 77));
    for (std::size_t mu = 0; mu < 40; ++mu) {
        for (std::size_t i = 0; i < 77; ++i) {
            BOOST_TEST(patterns.at(mu, i) == (images.image(mu)[i] >= 128 ? 1 : -1), mu << ", " << i);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_truncation_is_refused) {
    scratch_folder const folder;
    std::string const images = idx_image_header(3, 2, 2) + random_bytes(12, 4);
    std::string const labels = idx_label_header(6) + random_bytes(6, 5);
    for (std::size_t length = 1; length < images.size(); ++length) {
        images_refused(folder.file("images", images.substr(0, length)), {"is truncated"});
        images_refused(folder.file("images.gz", gzip(images.substr(0, length))), {"is truncated"});
    }
    for (std::size_t length = 1; length < labels.size(); ++length) {
        labels_refused(folder.file("labels", labels.substr(0, length)), {"is truncated"});
        labels_refused(folder.file("labels.gz", gzip(labels.substr(0, length))), {"is truncated"});
    }
    images_refused(folder.file("images.gz", gzip(images.substr(0, 16 + 4 + 3))), {"byte 3 of the 4 of item 2"});
    images_refused(folder.file("images", ""), {"is empty"});
    images_refused(folder.path("absent"), {"No such file"});

    // The gzip file itself cut short, its check sum included.
    std::string const packed = gzip(images);
    for (std::size_t length = 1; length < packed.size(); ++length) {
        images_refused(folder.file("images.gz", packed.substr(0, length)), {});
    }
    images_refused(folder.file("images.gz", packed.substr(0, packed.size() - 1)), {"truncated inside its gzip data"});
    std::string damaged = packed;
    damaged[damaged.size() - 8] = static_cast<char>(damaged[damaged.size() - 8] ^ 1);
    images_refused(folder.file("images.gz", damaged), {"damaged gzip data"});
}

BOOST_AUTO_TEST_CASE(trailing_bytes_are_refused) {
    scratch_folder const folder;
    std::string const images = idx_image_header(3, 2, 2) + random_bytes(13, 4);
    std::string const labels = idx_label_header(6) + random_bytes(7, 5);
    images_refused(folder.file("images", images), {"1 trailing bytes", "3 x 2 x 2"});
    images_refused(folder.file("images.gz", gzip(images)), {"trailing bytes"});
    labels_refused(folder.file("labels", labels), {"1 trailing bytes"});
    labels_refused(folder.file("labels.gz", gzip(labels)), {"trailing bytes"});
    // With a limit a plain file must still have its size; of a gzip file only what is wanted is unpacked.
    images_refused(folder.path("images"), {"trailing bytes"}, 1);
    BOOST_TEST(read_idx_images("--option", folder.path("images.gz"), 2).K == 2U);
    BOOST_TEST(read_idx_labels("--option", folder.path("labels.gz"), 5).size() == 5U);
}

BOOST_AUTO_TEST_CASE(absurd_headers_are_refused_before_anything_is_allocated) {
    scratch_folder const folder;
    for (bool const packed : {false, true}) {
        auto const form = [&](std::string const& bytes) { return packed ? gzip(bytes) : bytes; };
        auto const images = [&](std::uint32_t K, std::uint32_t rows, std::uint32_t columns) {
            return folder.file("images", form(idx_image_header(K, rows, columns) + "abcd"));
        };
        images_refused(images(1U << 31U, 28, 28), {"2147483648", "100000000"});
        images_refused(images(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF), {"4294967295"});
        images_refused(images(1, 1001, 1000), {"1001 x 1000", "1000000"});
        images_refused(images(100000000, 1000, 1000), {"is truncated", "100000000000016"});
        images_refused(images(0, 2, 2), {"0 images"});
        images_refused(images(1, 0, 4), {"0 x 4"});
        images_refused(images(1, 4, 0), {"4 x 0"});
        labels_refused(folder.file("labels", form(idx_label_header(1U << 31U))), {"2147483648", "100000000"});
        labels_refused(folder.file("labels", form(idx_label_header(100000000))), {"is truncated"});
        labels_refused(folder.file("labels", form(idx_label_header(0))), {"0 labels"});
    }
}

// 1000 images of 256 x 256 in 64 kB of gzip, though the header states one, or ten thousand times more than follow.
BOOST_AUTO_TEST_CASE(a_gzip_bomb_is_unpacked_no_further_than_its_header_states) {
    scratch_folder const folder;
    std::string const zeros(std::size_t{1000} * 256 * 256, '\0');
    std::string const understated = gzip(idx_image_header(1, 256, 256) + zeros);
    BOOST_TEST(understated.size() < 70000U);
    images_refused(folder.file("images.gz", understated), {"trailing bytes"});
    BOOST_TEST(read_idx_images("--option", folder.file("whole.gz", gzip(idx_image_header(1000, 256, 256) + zeros))).K ==
               1000U);
    images_refused(folder.file("images.gz", gzip(idx_image_header(10'000'000, 256, 256) + zeros)), {"at most"});
    images_refused(folder.file("images.gz", gzip(idx_image_header(1001, 256, 256) + zeros)),
                   {"byte 0 of the 65536 of item 1001"});
}

BOOST_AUTO_TEST_CASE(one_kind_of_file_given_as_another_is_named) {
    scratch_folder const folder;
    std::string const images = folder.file("images", idx_image_header(2, 1, 1) + "ab");
    std::string const labels = folder.file("labels", idx_label_header(2) + "ab");
    images_refused(labels, {"an IDX label file", "0x00000801", "image file", "0x00000803"});
    labels_refused(images, {"an IDX image file", "0x00000803", "label file", "0x00000801"});
    images_refused(folder.file("x", "abcdefgh"), {"not an IDX file", "0x61626364"});
    images_refused(folder.file("x", "SQLite format 3" + std::string(16, '\0')), {"an SQLite database", ".csv"});
    labels_refused(folder.file("x", big_endian(0xD01, 4) + big_endian(1, 4) + "abcd"), {"another type"});
    images_refused(images, {"holds 2", "asks for 3", "1 to 2"}, 3);
    labels_refused(labels, {"holds 2", "asks for 3", "1 to 2"}, 3);
    images_refused(images, {"asks for 0"}, 0);
}

BOOST_AUTO_TEST_CASE(counts_of_images_and_labels_must_agree) {
    scratch_folder const folder;
    std::string const images = folder.file("images", idx_image_header(3, 1, 1) + "abc");
    std::string const labels = folder.file("labels", idx_label_header(2) + "ab");
    for (std::optional<std::size_t> const limit : {std::optional<std::size_t>{}, std::optional<std::size_t>{1}}) {
        check_refused([&] { (void)read_labelled_images("--option", images, labels, limit); }, labels,
                      {"2 labels", images, "3 images", "as many labels as images"});
    }
}

BOOST_AUTO_TEST_CASE(the_four_files_of_mnist_are_found_or_named) {
    scratch_folder const folder;
    auto const missing = [&](std::string const& directory, std::initializer_list<std::string_view> parts) {
        check_refused([&] { (void)find_mnist("--option", directory); }, directory, parts);
        check_refused([&] { (void)find_mnist("--option", directory); }, directory,
                      {mnist_names[0], mnist_names[1], mnist_names[2], mnist_names[3], ".gz"});
    };
    missing(folder.path("absent"), {"no such directory"});
    missing(folder.file("file", "x"), {"is not a directory"});
    std::string const directory = folder.path(".");
    for (std::size_t k = 0; k < 4; ++k) {
        missing(directory, {"does not hold " + mnist_names[k]});
        (void)folder.file(k % 2 == 0 ? mnist_names[k] : mnist_names[k] + ".gz", "x");
    }
    mnist_set const set = find_mnist("--option", directory);
    BOOST_TEST(set.train_images.ends_with("/train-images-idx3-ubyte"));
    BOOST_TEST(set.train_labels.ends_with("/train-labels-idx1-ubyte.gz"));
    BOOST_TEST(set.test_images.ends_with("/t10k-images-idx3-ubyte"));
    BOOST_TEST(set.test_labels.ends_with("/t10k-labels-idx1-ubyte.gz"));
    (void)folder.file(mnist_names[3], "x");
    BOOST_TEST(find_mnist("--option", directory).test_labels.ends_with("/t10k-labels-idx1-ubyte"));
}

BOOST_AUTO_TEST_CASE(sets_of_other_names_and_places) {
    namespace fs = std::filesystem;
    scratch_folder const folder;
    auto const write = [&](std::string const& place, std::vector<std::string> const& names) {
        fs::create_directories(folder.path(place));
        for (std::string const& name : names) (void)folder.file(place + "/" + name, "x");
    };
    write("torch/MNIST/raw", {mnist_names[0], mnist_names[1], mnist_names[2], mnist_names[3]});
    for (std::string const place : {"torch", "torch/MNIST", "torch/MNIST/raw"}) {
        mnist_set const set = find_mnist("--option", folder.path(place));
        BOOST_TEST(set.train_images == folder.path("torch/MNIST/raw/" + mnist_names[0]));
        BOOST_TEST(!set.transposed);
    }
    write("fashion/FashionMNIST/raw", {mnist_names[0], mnist_names[1], mnist_names[2], mnist_names[3]});
    BOOST_TEST(find_mnist("--option", folder.path("fashion")).test_labels.ends_with("raw/" + mnist_names[3]));
    write("dots", {"train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte.gz",
                   "t10k-labels.idx1-ubyte"});
    BOOST_TEST(find_mnist("--option", folder.path("dots")).test_images.ends_with("t10k-images.idx3-ubyte.gz"));
    write("q", {"qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx2-int", "qmnist-test-images-idx3-ubyte",
                "qmnist-test-labels-idx2-int.gz"});
    mnist_set const qmnist = find_mnist("--option", folder.path("q"));
    BOOST_TEST(qmnist.train_labels.ends_with("qmnist-train-labels-idx2-int"));
    BOOST_TEST(!qmnist.transposed);
    for (std::string const set : {"emnist-letters", "emnist-digits"})
        write("e", {set + "-train-images-idx3-ubyte", set + "-train-labels-idx1-ubyte", set + "-test-images-idx3-ubyte",
                    set + "-test-labels-idx1-ubyte"});
    check_refused([&] { (void)find_mnist("--option", folder.path("e")); }, folder.path("e"),
                  {"holds 2 sets: emnist-digits, emnist-letters", "DIR/emnist-letters"});
    mnist_set const emnist = find_mnist("--option", folder.path("e/emnist-letters"));
    BOOST_TEST(emnist.test_images.ends_with("emnist-letters-test-images-idx3-ubyte"));
    BOOST_TEST(emnist.transposed);
}

// QMNIST: rows of eight 32-bit numbers, the label first.
BOOST_AUTO_TEST_CASE(labels_that_are_numbers) {
    scratch_folder const folder;
    std::string rows;
    for (unsigned label : {3U, 0U, 9U}) {
        rows += big_endian(label, 4);
        for (unsigned k = 1; k < 8; ++k) rows += big_endian(1000 * k, 4);
    }
    std::string const path = folder.file("labels", big_endian(0xC02, 4) + big_endian(3, 4) + big_endian(8, 4) + rows);
    BOOST_TEST((read_idx_labels("--option", path) == std::vector<std::uint8_t>{3, 0, 9}));
    BOOST_TEST((read_idx_labels("--option", path, 2) == std::vector<std::uint8_t>{3, 0}));
    labels_refused(folder.file("labels", big_endian(0xC01, 4) + big_endian(1, 4) + big_endian(256, 4)),
                   {"label 256 of item 1"});
    labels_refused(folder.file("labels", big_endian(0xC01, 4) + big_endian(1, 4) + big_endian(0xFFFFFFFF, 4)),
                   {"label -1"});
}

// source of the counts: the page of the MNIST database (LeCun, Cortes and Burges): 60,000 and 10,000 digits of 28 x 28
// pixels, labels 0 to 9
BOOST_AUTO_TEST_CASE(the_digits_themselves) {
    char const* const directory = std::getenv("ULPFIELD_MNIST");
    if (directory == nullptr) {
        BOOST_TEST_MESSAGE("ULPFIELD_MNIST is not set: the digits are generated, the real ones are not tested");
        scratch_folder const folder;
        for (std::size_t k = 0; k < 4; ++k) {
            std::uint32_t const K = k < 2 ? 60 : 10;
            std::string const bytes = k % 2 == 0 ? idx_image_header(K, 28, 28) + random_bytes(K * 784, k)
                                                 : idx_label_header(K) + std::string(K, '\x07');
            (void)folder.file(mnist_names[k] + ".gz", gzip(bytes));
        }
        mnist_set const set = find_mnist("--option", folder.path("."));
        BOOST_TEST(read_labelled_images("--option", set.train_images, set.train_labels).labels.size() == 60U);
        BOOST_TEST(read_labelled_images("--option", set.test_images, set.test_labels).images.pixels.size() == 7840U);
        return;
    }
    mnist_set const set = find_mnist("ULPFIELD_MNIST", directory);
    labelled_images const train = read_labelled_images("ULPFIELD_MNIST", set.train_images, set.train_labels);
    labelled_images const test = read_labelled_images("ULPFIELD_MNIST", set.test_images, set.test_labels);
    BOOST_TEST((train.images.K == 60000 && train.images.rows == 28 && train.images.columns == 28));
    BOOST_TEST((test.images.K == 10000 && test.images.rows == 28 && test.images.columns == 28));
    for (labelled_images const* const part : {&train, &test}) {
        std::array<int, 256> labels{};
        for (std::uint8_t const label : part->labels) ++labels[label];
        for (std::size_t label = 0; label < 256; ++label) BOOST_TEST((labels[label] > 0) == (label < 10), label);
    }
    auto const patterns = std::get<bipolar_patterns>(read_patterns("ULPFIELD_MNIST", set.test_images, 1000));
    BOOST_TEST((patterns.K() == 1000 && patterns.N() == 784));
}

BOOST_AUTO_TEST_CASE(damaged_files_are_read_or_refused) {
    scratch_folder const folder;
    std::string const images = idx_image_header(10, 2, 3) + random_bytes(60, 6);
    std::string const labels = idx_label_header(40) + random_bytes(40, 8);
    auto const as_images = [](std::string const& path) {
        idx_images const read = read_idx_images("--option", path);
        BOOST_TEST((read.K >= 1 && read.pixels.size() == read.K * read.rows * read.columns));
    };
    auto const as_labels = [](std::string const& path) { BOOST_TEST(!read_idx_labels("--option", path).empty()); };
    BOOST_TEST(fuzz(folder, "images", images, as_images) < 2000);
    BOOST_TEST(fuzz(folder, "images.gz", gzip(images), as_images) < 2000);
    BOOST_TEST(fuzz(folder, "labels", labels, as_labels) < 2000);
    BOOST_TEST(fuzz(folder, "labels.gz", gzip(labels), as_labels) < 2000);
}
