#include "ulpfield/files/pattern_array.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "files/file_support.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

/// An array of doubles in C order.
struct doubles {
    std::vector<double> values;
    array_view view;

    doubles(std::vector<std::size_t> shape, std::vector<double> entries) : values(std::move(entries)) {
        view.data = reinterpret_cast<std::byte const*>(values.data());
        view.shape = std::move(shape);
        view.big_endian = std::endian::native == std::endian::big;
    }
};

pattern_reading rule(std::string_view text) {
    pattern_reading how;
    how.values = parse_value_rule(text);
    how.option_dashes = "--";
    return how;
}

/// Entries of the patterns, row by row.
std::vector<double> entries(memory_patterns const& patterns) {
    std::vector<double> all;
    std::visit(
        [&](auto const& p) {
            for (std::size_t mu = 0; mu < p.K(); ++mu)
                for (std::size_t i = 0; i < p.N(); ++i) all.push_back(static_cast<double>(p.at(mu, i)));
        },
        patterns);
    return all;
}

std::vector<double> read(doubles const& array, pattern_reading const& how) {
    return entries(patterns_of(array.view, how).patterns);
}

void refused(array_view const& array, pattern_reading const& how, std::initializer_list<std::string_view> parts) {
    try {
        (void)patterns_of(array, how);
        BOOST_ERROR("accepted");
    } catch (array_refused const& error) {
        std::string const message = error.what();
        for (std::string_view const part : parts)
            BOOST_TEST(message.find(part) != std::string::npos, fmt::format("'{}' not in: {}", part, message));
    }
}

using numbers = std::vector<double>;

}  // namespace

BOOST_AUTO_TEST_CASE(zero_and_one_alone_are_refused_with_both_remedies) {
    refused(doubles({2, 2}, {0, 1, 1, 0}).view, rule("auto"),
            {"only 0 and 1", "`--values 01`", "0 is -1", "`--values real`"});
    refused(doubles({1, 2}, {0, 0}).view, rule("auto"), {"only 0;", "`--values 01`"});
    refused(doubles({2, 2}, {0, 255, 255, 0}).view, rule("auto"), {"only 0 and 255", "`--values 01`", "255 is +1"});
    pattern_reading states = rule("auto");
    states.bipolar = true;
    refused(doubles({2, 2}, {0, 1, 1, 0}).view, states, {"only 0 and 1", "`--values 01`"});
    // +1 in either reading; -1, 0 and 1 are numbers.
    BOOST_TEST(read({{1, 2}, {1, 1}}, rule("auto")) == (numbers{1, 1}));
    BOOST_TEST(read({{1, 3}, {-1, 0, 1}}, rule("auto")) == (numbers{-1, 0, 1}));
    BOOST_TEST(read({{1, 2}, {-1, -1}}, rule("auto")) == (numbers{-1, -1}));
    // Learned weights may hold anything.
    pattern_reading weights = rule("auto");
    weights.weights = true;
    BOOST_TEST(read({{1, 2}, {0, 1}}, weights) == (numbers{0, 1}));
    // Only the wanted patterns are looked at.
    pattern_reading first = rule("auto");
    first.limit = 1;
    refused(doubles({2, 2}, {0, 1, -1, 1}).view, first, {"only 0 and 1"});
}

BOOST_AUTO_TEST_CASE(rules_make_neurons_of_values) {
    doubles const binary({2, 2}, {0, 1, 1, 0});
    BOOST_TEST(read(binary, rule("01")) == (numbers{-1, 1, 1, -1}));
    BOOST_TEST(read(binary, rule("real")) == (numbers{0, 1, 1, 0}));
    BOOST_TEST(read({{1, 2}, {0, 255}}, rule("01")) == (numbers{-1, 1}));
    BOOST_TEST(read({{1, 2}, {1, 1}}, rule("01")) == (numbers{1, 1}));
    BOOST_TEST(read({{1, 2}, {-1, 1}}, rule("01")) == (numbers{-1, 1}));
    doubles const real({1, 5}, {-2.5, -0.0, 0, 0.5, 3});
    BOOST_TEST(read(real, rule("sign")) == (numbers{-1, 1, 1, 1, 1}));
    BOOST_TEST(read(real, rule("threshold:0.5")) == (numbers{-1, -1, -1, 1, 1}));
    BOOST_TEST(read(real, rule("threshold:-2.5")) == (numbers{1, 1, 1, 1, 1}));
    BOOST_TEST(read(real, rule("auto")) == real.values);
    refused(doubles({2, 2}, {0, 1, 1, 0.5}).view, rule("01"), {"0.5 at row 2, column 2", "0 and 1, or 0 and 255"});
    refused(doubles({1, 3}, {0, 1, 255}).view, rule("01"), {"1 at row 1, column 2"});
    refused(doubles({1, 3}, {-1, 0, 1}).view, rule("01"), {"-1 at row 1, column 1"});
    pattern_reading states = rule("auto");
    states.bipolar = true;
    refused(doubles({1, 3}, {-1, 0, 1}).view, states, {"0 at row 1, column 2", "-1 and 1", "sign"});
    states.values = parse_value_rule("sign");
    BOOST_TEST(read({{1, 3}, {-1, 0, 1}}, states) == (numbers{-1, 1, 1}));
    for (std::string_view const text :
         {"", "1", "0/1", "threshold", "threshold:", "threshold:x", "threshold:inf", "threshold:nan", "Auto", "sign "})
        BOOST_CHECK_THROW((void)parse_value_rule(text), std::invalid_argument);
    BOOST_TEST(name(parse_value_rule("threshold:1e-1")) == "threshold:0.1");
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (double const value : {infinity, -infinity, std::numeric_limits<double>::quiet_NaN()})
        for (std::string_view const text : {"auto", "01", "real", "sign", "threshold:0"})
            refused(doubles({2, 1}, {1, value}).view, rule(text), {"at row 2, column 1", "finite numbers"});
}

BOOST_AUTO_TEST_CASE(shapes) {
    numbers const counted = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    auto const shape_of = [&](std::vector<std::size_t> const& shape, std::optional<bool> one, bool transpose) {
        pattern_reading how;
        how.one_pattern = one;
        how.transpose = transpose;
        doubles const array(shape, counted);
        described_patterns const result = patterns_of(array.view, how);
        return fmt::format("{} x {}: {}", result.facts.K, result.facts.N, fmt::join(entries(result.patterns), " "));
    };
    std::string const in_order = "1 2 3 4 5 6 7 8 9 10 11 12";
    BOOST_TEST(shape_of({3, 4}, {}, false) == "3 x 4: " + in_order);
    BOOST_TEST(shape_of({1, 3, 4}, {}, false) == "3 x 4: " + in_order);
    BOOST_TEST(shape_of({1, 1, 3, 4}, {}, false) == "3 x 4: " + in_order);
    BOOST_TEST(shape_of({3, 2, 2}, {}, false) == "3 x 4: " + in_order);
    BOOST_TEST(shape_of({3, 1, 2, 2}, {}, false) == "3 x 4: " + in_order);
    BOOST_TEST(shape_of({1, 12}, {}, false) == "1 x 12: " + in_order);
    BOOST_TEST(shape_of({12}, true, false) == "1 x 12: " + in_order);
    BOOST_TEST(shape_of({3, 4}, true, false) == "1 x 12: " + in_order);
    BOOST_TEST(shape_of({3, 4}, true, true) == "1 x 12: 1 5 9 2 6 10 3 7 11 4 8 12");
    BOOST_TEST(shape_of({4, 3}, {}, true) == "3 x 4: 1 4 7 10 2 5 8 11 3 6 9 12");
    BOOST_TEST(shape_of({2, 2, 3}, {}, true) == "3 x 4: 1 4 7 10 2 5 8 11 3 6 9 12");
    doubles const square({1, 2, 2}, {1, 2, 3, 4});
    refused(square.view, rule("auto"),
            {"(1, 2, 2) may be one pattern or 2", "`--one-pattern yes` (one of 4", "no` (2 of 2)"});
    pattern_reading how;
    how.one_pattern = false;
    BOOST_TEST(patterns_of(square.view, how).facts.K == 2U);
    how.one_pattern = true;
    BOOST_TEST(patterns_of(square.view, how).facts.K == 1U);
    refused(doubles({3}, {1, 1, 1}).view, rule("auto"), {"(3,)", "`--one-pattern yes`"});
    refused(doubles({}, {1}).view, rule("auto"), {"a single number"});
    for (std::vector<std::size_t> const& shape : std::vector<std::vector<std::size_t>>{
             {0, 3}, {3, 0}, {1, 1'000'001}, {100'000'001, 1}, {SIZE_MAX, SIZE_MAX}, {2, SIZE_MAX / 2, 4}})
        refused(doubles(shape, {}).view, rule("auto"), {"K from 1 to 100000000"});
    how = {};
    how.limit = 4;
    refused(doubles({3, 4}, counted).view, how, {"holds 3 patterns, the limit asks for 4"});
}

// Memory somebody else laid out: any stride, a negative one, too.
BOOST_AUTO_TEST_CASE(strides_and_storage_order) {
    numbers const values = {1, 2, 3, 4, 5, 6};
    doubles array({2, 3}, values);
    array.view.strides = array_view::fortran_order(array.view.shape, sizeof(double));
    BOOST_TEST(read(array, {}) == (numbers{1, 3, 5, 2, 4, 6}));
    array.view.data += 5 * sizeof(double);
    array.view.strides = {-3 * 8, -8};
    BOOST_TEST(read(array, {}) == (numbers{6, 5, 4, 3, 2, 1}));
    array.view.strides = {8};
    BOOST_CHECK_THROW((void)patterns_of(array.view, {}), std::invalid_argument);
}

// source: IEEE 754-2008, table 3.5 (binary16); bfloat16: the upper half of a binary32
BOOST_AUTO_TEST_CASE(entries_of_every_type_in_both_byte_orders) {
    struct sample {
        entry_type type;
        std::uint64_t bits;
        double value;
    };
    std::vector<sample> const samples = {{entry_type::int8, 0x80, -128},
                                         {entry_type::int16, 0xFFFE, -2},
                                         {entry_type::int32, 0x80000001, -2147483647.0},
                                         {entry_type::int64, 0xFFFFFFFFFFFFFF00, -256},
                                         {entry_type::uint16, 0xFFFE, 65534},
                                         {entry_type::uint32, 0xFFFFFFFE, 4294967294.0},
                                         {entry_type::uint64, 0x1FFFFFFFFFFFFF, 9007199254740991.0},
                                         {entry_type::float16, 0x3C01, 1 + 0x1p-10},
                                         {entry_type::float16, 0x8001, -0x1p-24},
                                         {entry_type::float16, 0x7BFF, 65504},
                                         {entry_type::float16, 0x03FF, 1023 * 0x1p-24},
                                         {entry_type::bfloat16, 0x3F81, 1.0078125},
                                         {entry_type::bfloat16, 0xC000, -2},
                                         {entry_type::float32, 0x3F800001, 1 + 0x1p-23},
                                         {entry_type::float64, 0xBFE0000000000000, -0.5}};
    for (sample const& one : samples)
        for (bool const big : {false, true}) {
            std::size_t const size = entry_size(one.type);
            std::string const bytes = big ? big_endian(one.bits, size) : little_endian(one.bits, size);
            array_view view{reinterpret_cast<std::byte const*>(bytes.data()), one.type, big, {1, 1}, {}};
            BOOST_TEST(entries(patterns_of(view, rule("real")).patterns) == (numbers{one.value}), name(one.type));
        }
    for (auto const& [type, bits] : {std::pair{entry_type::float16, 0x7C00}, std::pair{entry_type::float16, 0x7E00},
                                     std::pair{entry_type::bfloat16, 0x7F80}}) {
        std::string const bytes = little_endian(static_cast<std::uint64_t>(bits), 2);
        refused({reinterpret_cast<std::byte const*>(bytes.data()), type, false, {1, 1}, {}}, {}, {"finite numbers"});
    }
    std::string const large = little_endian((std::uint64_t{1} << 53U) + 1, 8);
    refused({reinterpret_cast<std::byte const*>(large.data()), entry_type::int64, false, {1, 1}, {}}, {},
            {"beyond 2^53"});
}

BOOST_AUTO_TEST_CASE(bytes_bools_and_grey_levels) {
    auto const view = [](std::string const& bytes, entry_type type, bool grey = false) {
        return array_view{reinterpret_cast<std::byte const*>(bytes.data()), type, false, {1, bytes.size()}, {}, grey};
    };
    std::string const truth("\x01\x00\x00", 3);
    std::string const grey("\x00\x7F\x80\xFF", 4);
    std::string const dark("\x00\x01\x07\x08\x10", 5);
    std::string const wrapped("\x01\xFF", 2);
    described_patterns const read = patterns_of(view(truth, entry_type::boolean), {});
    BOOST_TEST(entries(read.patterns) == (numbers{1, -1, -1}));
    BOOST_TEST(read.facts.conversion == "true is +1, false is -1");
    BOOST_TEST(entries(patterns_of(view(truth, entry_type::boolean), rule("real")).patterns) == (numbers{1, 0, 0}));
    refused(view(truth, entry_type::uint8), {}, {"only 0 and 1", "`values 01`"});
    refused(view(grey, entry_type::uint8), rule("auto"), {"bytes from 0 to 255", "`--values threshold:128`", "real"});
    refused(view(wrapped, entry_type::uint8), {}, {"only 1 and 255, which -1 becomes", "astype('int8')"});
    BOOST_TEST(entries(patterns_of(view(grey, entry_type::uint8, true), {}).patterns) == (numbers{-1, -1, 1, 1}));
    BOOST_TEST(entries(patterns_of(view(grey, entry_type::uint8, true), rule("real")).patterns) ==
               (numbers{0, 127, 128, 255}));
    described_patterns const own = patterns_of(view(dark, entry_type::uint8, true), {});
    BOOST_TEST(entries(own.patterns) == (numbers{-1, -1, -1, 1, 1}));
    BOOST_TEST(own.facts.conversion.find("half of the file's own scale") != std::string::npos);
    BOOST_TEST(entries(patterns_of(view(truth, entry_type::uint8, true), {}).patterns) == (numbers{1, -1, -1}));
}

BOOST_AUTO_TEST_CASE(a_line_says_what_was_read) {
    numbers values(120, -1);
    values[7] = 1;
    described_patterns const read = patterns_of(doubles({20, 6}, values).view, {});
    BOOST_TEST(describe(read.facts, "--transpose if columns are patterns") ==
               "K = 20 patterns (rows) of N = 6 neurons, bipolar; --transpose if columns are patterns");
    pattern_reading how;
    how.transpose = true;
    how.limit = 2;
    BOOST_TEST(describe(patterns_of(doubles({20, 6}, values).view, how).facts) ==
               "K = 2 patterns (columns) of N = 20 neurons, bipolar; the first 2 of 6");
    BOOST_TEST(describe(patterns_of(doubles({1, 2}, {-0.5, 2.75}).view, {}).facts) ==
               "K = 1 patterns (rows) of N = 2 neurons, real, values from -0.5 to 2.75, outside [-1, 1]");
    BOOST_TEST(describe(patterns_of(doubles({1, 2}, {0, 1}).view, rule("01")).facts) ==
               "K = 1 patterns (rows) of N = 2 neurons, bipolar (0 is -1, 1 is +1)");
}
