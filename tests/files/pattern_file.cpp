#include "ulpfield/files/pattern_file.hpp"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <csignal>
#include <functional>
#include <limits>

#include "files/decimal_text.hpp"
#include "files/file_support.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

std::string npy(std::string const& dictionary, std::string const& entries, int major = 1) {
    std::string const length = little_endian(dictionary.size(), major == 1 ? 2 : 4);
    return std::string("\x93NUMPY") + static_cast<char>(major) + '\0' + length + dictionary + entries;
}

std::string dictionary(std::string const& type, bool fortran_order, std::string const& shape) {
    return fmt::format("{{'descr': '{}', 'fortran_order': {}, 'shape': {}, }}\n", type,
                       fortran_order ? "True" : "False", shape);
}

std::string entry(double value, std::string const& type) {
    std::uint64_t const bits = type[2] == '1'   ? static_cast<std::uint64_t>(static_cast<std::int64_t>(value))
                               : type[2] == '4' ? std::bit_cast<std::uint32_t>(static_cast<float>(value))
                                                : std::bit_cast<std::uint64_t>(value);
    std::size_t const size = static_cast<std::size_t>(type[2] - '0');
    return type[0] == '>' ? big_endian(bits, size) : little_endian(bits, size);
}

std::string entries(std::vector<double> const& values, std::string const& type) {
    std::string bytes;
    for (double const value : values) bytes += entry(value, type);
    return bytes;
}

real_patterns real_of(std::size_t K, std::size_t N, std::vector<double> const& values) {
    real_patterns patterns(K, N);
    for (std::size_t e = 0; e < values.size(); ++e) patterns.set(e / N, e % N, values[e]);
    return patterns;
}

bipolar_patterns bipolar_of(std::size_t K, std::size_t N, std::vector<int> const& values) {
    bipolar_patterns patterns(K, N);
    for (std::size_t e = 0; e < values.size(); ++e) patterns.set(e / N, e % N, values[e]);
    return patterns;
}

memory_patterns read(std::string const& path, std::optional<std::size_t> limit = std::nullopt) {
    return read_patterns("--option", path, limit);
}

void refused(std::string const& path, std::initializer_list<std::string_view> parts,
             std::optional<std::size_t> limit = std::nullopt) {
    check_refused([&] { (void)read(path, limit); }, path, parts);
}

void states_refused(std::string const& path, std::initializer_list<std::string_view> parts) {
    check_refused([&] { (void)read_states("--option", path); }, path, parts);
}

bipolar_patterns random_bipolar(std::size_t K, std::size_t N, std::mt19937_64& random) {
    bipolar_patterns patterns(K, N);
    for (std::size_t mu = 0; mu < K; ++mu) {
        for (std::size_t i = 0; i < N; ++i) patterns.set(mu, i, random() % 2 == 0 ? -1 : 1);
    }
    return patterns;
}

real_patterns random_real(std::size_t K, std::size_t N, std::mt19937_64& random) {
    real_patterns patterns(K, N);
    for (std::size_t mu = 0; mu < K; ++mu) {
        for (std::size_t i = 0; i < N; ++i) {
            // All binades down to the subnormal ones, both signs.
            double const fraction = static_cast<double>(random() >> 11U) / 0x1p53;
            patterns.set(mu, i,
                         (random() % 2 == 0 ? -1 : 1) * std::ldexp(fraction, -static_cast<int>(random() % 1080)));
        }
    }
    return patterns;
}

/// 1, -1, 0.5, -0.25, 0, 1 as 2 x 3
std::vector<double> const six = {1, -1, 0.5, -0.25, 0, 1};
std::vector<double> const six_by_columns = {1, -0.25, -1, 0, 0.5, 1};

}  // namespace

BOOST_AUTO_TEST_CASE(written_patterns_come_back_bit_for_bit) {
    scratch_folder const folder;
    std::mt19937_64 random(1);
    for (std::size_t const K : {1U, 2U, 7U, 40U}) {
        for (std::size_t const N : {1U, 5U, 63U, 64U, 65U, 784U}) {
            memory_patterns const bipolar = random_bipolar(K, N, random);
            memory_patterns const real = random_real(K, N, random);

            write_patterns(folder.path("bipolar.npy"), bipolar);
            write_patterns(folder.path("real.npy"), real);

            BOOST_TEST((read(folder.path("bipolar.npy")) == bipolar), "K = " << K << ", N = " << N);
            BOOST_TEST((read_states("--option", folder.path("bipolar.npy")) == std::get<bipolar_patterns>(bipolar)));
            BOOST_TEST((read(folder.path("real.npy")) == real), "K = " << K << ", N = " << N);
        }
    }
}

// source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, "Format Version 1.0"
BOOST_AUTO_TEST_CASE(a_written_file_is_the_one_numpy_writes) {
    scratch_folder const folder;
    write_patterns(folder.path("a.npy"), bipolar_of(2, 3, {1, -1, 1, -1, -1, 1}));
    std::string const dict = "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }";
    std::string const padded = dict + std::string(128 - 10 - dict.size() - 1, ' ') + "\n";
    BOOST_TEST(content(folder.path("a.npy")) == npy(padded, "\x01\xFF\x01\xFF\xFF\x01"));

    write_patterns(folder.path("b.npy"), real_of(1, 1, {-0.5}));
    BOOST_TEST(content(folder.path("b.npy")).size() == 128 + 8U);
    BOOST_TEST(content(folder.path("b.npy")).substr(128) == std::string("\0\0\0\0\0\0\xE0\xBF", 8));
}

BOOST_AUTO_TEST_CASE(every_type_byte_order_storage_order_and_version_is_read) {
    scratch_folder const folder;
    for (std::string const type : {"<f4", ">f4", "<f8", ">f8"}) {
        for (int const version : {1, 2, 3}) {
            BOOST_TEST_CONTEXT(type << " version " << version) {
                std::string const c =
                    folder.file("c.npy", npy(dictionary(type, false, "(2, 3)"), entries(six, type), version));
                std::string const fortran =
                    folder.file("f.npy", npy(dictionary(type, true, "(2, 3)"), entries(six_by_columns, type), version));
                BOOST_TEST((read(c) == memory_patterns(real_of(2, 3, six))));
                BOOST_TEST((read(fortran) == memory_patterns(real_of(2, 3, six))));
                BOOST_TEST((read(c, 1) == memory_patterns(real_of(1, 3, {1, -1, 0.5}))));
                BOOST_TEST((read(fortran, 1) == memory_patterns(real_of(1, 3, {1, -1, 0.5}))));
            }
        }
    }
    std::string const small = folder.file("i.npy", npy(dictionary("|i1", true, "(2, 2)"), "\x01\xFF\x01\x01"));
    BOOST_TEST((read(small) == memory_patterns(bipolar_of(2, 2, {1, 1, -1, 1}))));
    std::string const with_zero =
        folder.file("z.npy", npy(dictionary("|i1", false, "(2, 2)"), std::string("\x01\xFF\x00\x01", 4)));
    BOOST_TEST((read(with_zero) == memory_patterns(real_of(2, 2, {1, -1, 0, 1}))));
}

BOOST_AUTO_TEST_CASE(patterns_of_minus_one_and_one_come_back_packed_whatever_their_type) {
    scratch_folder const folder;
    memory_patterns const expected = bipolar_of(2, 3, {1, -1, 1, 1, 1, -1});
    for (std::string const type : {"<f4", ">f4", "<f8", ">f8", "|i1"}) {
        std::string const path =
            folder.file("a.npy", npy(dictionary(type, false, "(2, 3)"), entries({1, -1, 1, 1, 1, -1}, type)));
        BOOST_TEST((read(path) == expected), type);
        BOOST_TEST((memory_patterns(read_states("--option", path)) == expected), type);
    }
    // The first pattern alone is bipolar, both are not.
    std::string const path =
        folder.file("b.npy", npy(dictionary("<f8", false, "(2, 2)"), entries({1, -1, 0.5, 1}, "<f8")));
    BOOST_TEST((read(path, 1) == memory_patterns(bipolar_of(1, 2, {1, -1}))));
    BOOST_TEST((read(path) == memory_patterns(real_of(2, 2, {1, -1, 0.5, 1}))));
}

BOOST_AUTO_TEST_CASE(a_header_dictionary_may_be_spelled_freely) {
    scratch_folder const folder;
    for (std::string const text : {
             "{'shape':(2,3),'fortran_order':False,'descr':'<f8'}",
             "{\"descr\": \"<f8\", \"fortran_order\": False, \"shape\": (2, 3)}\n",
             "  { 'fortran_order' :False , 'shape' : ( 2 , 3 , ) ,\t'descr' : '<f8' , }   \n",
             "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }",
         }) {
        std::string const path = folder.file("a.npy", npy(text, entries(six, "<f8")));
        BOOST_TEST((read(path) == memory_patterns(real_of(2, 3, six))), text);
    }
}

BOOST_AUTO_TEST_CASE(a_damaged_header_is_refused) {
    scratch_folder const folder;
    std::vector<std::pair<std::string, std::string>> const cases = {
        {"", "'{' missing"},
        {"{}", "no key 'descr'"},
        {"{'descr': '<f8', 'shape': (2, 3)}", "no key 'fortran_order'"},
        {"{'descr': '<f8', 'fortran_order': False}", "no key 'shape'"},
        {"{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)}", "key 'descr' twice"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), 'x': 1}", "unknown key 'x'"},
        {"{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 3)}", "True or False missing"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, -3)}", "not a whole number"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2 3)}", "',' missing"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': [2, 3]}", "'(' missing"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)", "',' missing"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)} + 1", "text after the closing brace"},
        {"{'descr': '<f8, }", "quote that is not closed"},
        {"{descr: '<f8'}", "quoted word missing"},
        {"{'descr': __import__('os'), 'fortran_order': False, 'shape': (2, 3)}", "quoted word missing"},
    };
    for (auto const& [text, part] : cases) {
        BOOST_TEST_CONTEXT(text) {
            refused(folder.file("a.npy", npy(text, entries(six, "<f8"))), {part, "numpy.save"});
        }
    }
    for (int const version : {0, 4, 255}) {
        std::string bytes = npy(dictionary("<f8", false, "(2, 3)"), entries(six, "<f8"));
        bytes[6] = static_cast<char>(version);
        refused(folder.file("a.npy", bytes), {fmt::format("version {}.0", version), "1.0, 2.0 and 3.0"});
    }
    // A length of 4 GB where a hundred bytes follow.
    std::string long_header = npy(dictionary("<f8", false, "(2, 3)"), entries(six, "<f8"), 2);
    long_header.replace(8, 4, "\xFF\xFF\xFF\xFF");
    refused(folder.file("a.npy", long_header), {"4294967295", "at most"});
}

BOOST_AUTO_TEST_CASE(other_types_and_shapes_are_refused_with_the_way_out) {
    scratch_folder const folder;
    for (std::string const type :
         {"<c16", "|O", "|S1", "<U4", "<M8[ns]", "<f16", "<f12", "|V8", "f8", "=f8", "|f8", "<i1"}) {
        refused(folder.file("a.npy", npy(dictionary(type, false, "(2, 3)"), entries(six, "<f8"))),
                {fmt::format("type '{}'", type), "float32", "float64", "8 to 64 bits", "astype"});
    }
    refused(folder.file("a.npy", npy(dictionary("<f16", false, "(2, 3)"), entries(six, "<f8"))), {"longdouble"});
    refused(folder.file("a.npy", npy(dictionary("|O", false, "(2, 3)"), entries(six, "<f8"))), {"never executed"});
    refused(folder.file("a.npy",
                        npy("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (2, 3)}", entries(six, "<f8"))),
            {"structured type"});
    auto const shaped = [&](std::string const& shape) {
        return folder.file("a.npy", npy(dictionary("<f8", false, shape), entries(six, "<f8")));
    };
    refused(shaped("(6,)"), {"one dimension", "(6,)", "`one-pattern yes`", "array.reshape(K, -1)"});
    refused(shaped("()"), {"a single number"});
    refused(shaped("(0, 3)"), {"(0, 3)", "K from 1 to 100000000", "N from 1 to 1000000"});
    refused(shaped("(3, 0)"), {"(3, 0)"});
}

BOOST_AUTO_TEST_CASE(absurd_counts_fail_before_anything_is_allocated) {
    scratch_folder const folder;
    for (std::string const shape :
         {"(1000000000000000000, 1000000000000000000)", "(4294967296, 4294967296)", "(18446744073709551615, 1)",
          "(100000000000000000000000, 1)", "(1, 1000001)", "(100000001, 1)"}) {
        refused(folder.file("a.npy", npy(dictionary("<f8", false, shape), entries(six, "<f8"))),
                {"shape", "100000000", "1000000"});
    }
    // Within the limits, 800 TB.
    refused(folder.file("a.npy", npy(dictionary("<f8", true, "(100000000, 1000000)"), entries(six, "<f8"))),
            {"truncated", "800000000000000", "48 are there"});
    refused(folder.file("i", idx_image_header(1U << 31U, 28, 28)), {"(2147483648, 28, 28)", "100000000"});
    refused(folder.file("i", idx_image_header(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF)), {"4294967295", "1000000"});
    refused(folder.file("i", idx_image_header(100000000, 1000, 1000)), {"truncated", "100000000000016"});
    refused(folder.file("i", gzip(idx_image_header(100000000, 1000, 1000))), {"truncated", "at most"});
}

BOOST_AUTO_TEST_CASE(truncated_and_overlong_arrays_are_refused) {
    scratch_folder const folder;
    std::string const whole = npy(dictionary("<f8", false, "(2, 3)"), entries(six, "<f8"));
    for (std::size_t length = 6; length < whole.size(); ++length) {
        std::string const path = folder.file("a.npy", whole.substr(0, length));
        refused(path, {"is truncated"});
        refused(path, {"is truncated"}, 1);
    }
    refused(folder.file("a.npy", whole + '\0'), {"trailing bytes", "48 bytes", "49 are there"});
    refused(folder.file("a.npy", whole + '\0'), {"trailing bytes"}, 1);
}

BOOST_AUTO_TEST_CASE(values_that_are_no_finite_numbers_are_named_with_row_and_column) {
    scratch_folder const folder;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<std::pair<double, std::string>> const cases = {
        {std::numeric_limits<double>::quiet_NaN(), "nan"},
        {infinity, "inf"},
        {-infinity, "-inf"},
    };
    for (auto const& [value, text] : cases) {
        std::string const place = text + " at row 2, column 3";
        refused(folder.file("a.npy", npy(dictionary("<f8", false, "(2, 3)"), entries({1, 0, 1, 1, 0, value}, "<f8"))),
                {place, "finite numbers"});
        refused(folder.file("a.npy", npy(dictionary(">f8", true, "(2, 3)"), entries({1, 0, 1, 1, 0, value}, ">f8"))),
                {place});
        refused(folder.file("a.csv", fmt::format("1,0,1\n1,0,{}\n", value)), {text + " at line 2, column 3"});
    }
    // What the limit leaves out is not looked at.
    std::string const path = folder.file("a.npy", npy(dictionary("|i1", false, "(2, 2)"), "\x01\x01\x01\x02"));
    BOOST_TEST((read(path, 1) == memory_patterns(bipolar_of(1, 2, {1, 1}))));
}

BOOST_AUTO_TEST_CASE(states_must_be_bipolar) {
    scratch_folder const folder;
    states_refused(folder.file("a.npy", npy(dictionary("<f8", false, "(2, 2)"), entries({1, -1, 1, 0.5}, "<f8"))),
                   {"0.5 at row 2, column 2", "-1 and 1"});
    states_refused(folder.file("a.npy", npy(dictionary("|i1", false, "(1, 3)"), std::string("\x01\x00\xFF", 3))),
                   {"0 at row 1, column 2"});
    states_refused(folder.file("a.csv", "1,-1\n1,nan\n"), {"nan at line 2, column 2"});
    states_refused(folder.file("a.csv", "# states\n1,-1\n# more\n1,0.0\n"), {"0 at line 4, column 2"});
    BOOST_TEST(
        (read_states("--option", folder.file("a.csv", "1,-1\n-1.0,+1e0\n")) == bipolar_of(2, 2, {1, -1, -1, 1})));
    std::string const pixels("\x00\x7F\x80\xFF", 4);
    BOOST_TEST((read_states("--option", folder.file("i", idx_image_header(1, 2, 2) + pixels)) ==
                bipolar_of(1, 4, {-1, -1, 1, 1})));
}

BOOST_AUTO_TEST_CASE(comma_separated_numbers) {
    scratch_folder const folder;
    memory_patterns const expected = real_of(2, 3, six);
    for (std::string const text : {
             "1,-1,0.5\n-0.25,0,1\n",
             "1,-1,0.5\n-0.25,0,1",
             "1,-1,0.5\r\n-0.25,0,1\r\n",
             " +1 ,\t-1.0,5e-1 \n-.25,0.,+1E+0\t",
             "\xEF\xBB\xBF"
             "1,-1,0.5\n-25e-2,0e999,0.1e1\n",
         }) {
        BOOST_TEST((read(folder.file("a.csv", text)) == expected), text);
    }
    BOOST_TEST((read(folder.file("A.CSV", "1,-1\n")) == memory_patterns(bipolar_of(1, 2, {1, -1}))));
    BOOST_TEST(
        (read(folder.file("a.csv", "1,0.5\n0,1\nnot looked at"), 2) == memory_patterns(real_of(2, 2, {1, 0.5, 0, 1}))));
    // Each to the nearest double.
    BOOST_TEST((read(folder.file("a.csv", "0.1,1e-400,-5e-324,0.99999999999999999999\n")) ==
                memory_patterns(real_of(1, 4, {0.1, 0.0, -5e-324, 1.0}))));
}

BOOST_AUTO_TEST_CASE(bad_lines_are_named) {
    scratch_folder const folder;
    std::vector<std::pair<std::string, std::vector<std::string>>> const cases = {
        {"\n", {"holds no line of numbers"}},
        {"# a\nb\n", {"holds no line of numbers"}},
        {"1,1\n\n1,1\n", {"line 2, column 1", "the line is empty"}},
        {"1,1\n# a\n \t\r\n1,1", {"line 3, column 1", "the line is empty"}},
        {"1,,1\n", {"line 1, column 2", "missing"}},
        {",1\n", {"line 1, column 1", "missing"}},
        {"1,1\n1,", {"line 2, column 2", "missing"}},
        {"1,1,\n", {"line 1, column 3", "missing"}},
        {"1,1\n1\n", {"line 2 holds 1", "line 1 holds 2"}},
        {"1,1\n1,1,1\n", {"line 2 holds 3", "line 1 holds 2"}},
        {"1,a\n1,1\n", {"line 1, column 2", "'a' is not a number"}},
        {"a,b\n1,b\n", {"line 2, column 2", "'b' is not a number"}},
        {"a,b,c,d\n1,1\n", {"line 1 holds 4 names", "line 2 holds 2 numbers"}},
        {"1;1,5\n", {"line 1, column 1", "both commas and semicolons"}},
        {"1,0x1\n", {"line 1, column 2", "'0x1' is not a number"}},
        {"1,+-1\n", {"'+-1' is not a number"}},
        {"1,++1\n", {"'++1' is not a number"}},
        {"1,1e\n", {"'1e' is not a number"}},
        {"1,-\n", {"'-' is not a number"}},
        {"1 1\n1,1\n", {"line 2 holds 1"}},
        {"1,1 1\n", {"'1 1' is not a number"}},
        {"2,1\r1\n", {"line 1, column 2", "'1?1' is not a number"}},
        {"1,nan(7)\n", {"nan at line 1, column 2"}},
        {"1,infinity\n", {"inf at line 1, column 2"}},
        {"1,1e999\n", {"inf at line 1, column 2"}},
        {std::string(5000, '1') + "\n", {"line 1, column 1", "longer than 4096"}},
    };
    for (auto const& [text, parts] : cases) {
        BOOST_TEST_CONTEXT(text.substr(0, 40)) {
            for (std::string const& part : parts) refused(folder.file("a.csv", text), {part});
        }
    }
    std::string million = "1";
    for (int k = 0; k < 1'000'000; ++k) million += ",1";
    refused(folder.file("a.csv", million), {"(1, 1000001)", "N from 1 to 1000000"});
}

BOOST_AUTO_TEST_CASE(numbers_are_read_to_the_nearest_double) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::string const zeros(400, '0');
    std::vector<std::pair<std::string, double>> const cases = {
        {"0." + zeros + zeros + "1e400", 0.0},
        {"1e-400", 0.0},
        {"0." + zeros + "1", 0.0},
        {"0." + zeros + "1e400", 0.1},
        {"1" + zeros, infinity},
        {"-1" + zeros, -infinity},
        {"1" + zeros + "e-400", 1.0},
        {"1e400", infinity},
        {"1" + zeros + "e-1", infinity},
        {"1" + zeros + "e-800", 0.0},
        {"2e-324", 0.0},
        {"3e-324", 5e-324},
        {"1e-99999999999999999999", 0.0},
        {"0." + zeros + "1e99999999999999999999", infinity},
        {"1e9223372036854775807", infinity},
        {"1e-9223372036854775808", 0.0},
        {"0e99999999999999999999", 0.0},
        {"12345e400", infinity},
        {"0.00001e+400", infinity},
        {"100000e-400", 0.0},
    };
    for (auto const& [text, expected] : cases) {
        std::optional<double> const value = nearest_double(text);
        BOOST_TEST_REQUIRE(value.has_value(), text);
        BOOST_TEST(*value == expected, text);
    }
    BOOST_TEST(std::signbit(nearest_double("-1e-400").value()));
}

BOOST_AUTO_TEST_CASE(image_files_are_binarised_at_half_of_full_scale) {
    scratch_folder const folder;
    std::string const bytes = idx_image_header(2, 1, 3) + std::string("\x00\x7F\x80\xFF\x81\x01", 6);
    memory_patterns const expected = bipolar_of(2, 3, {-1, -1, 1, 1, 1, -1});
    for (std::string const& content : {bytes, gzip(bytes)}) {
        // The name says nothing: the content does.
        for (std::string const name : {"images-idx3-ubyte", "images.gz", "images.csv"}) {
            std::string const path = folder.file(name, content);
            BOOST_TEST((read(path) == expected), name);
            BOOST_TEST((read(path, 1) == memory_patterns(bipolar_of(1, 3, {-1, -1, 1}))), name);
            refused(path, {"holds 2", "asks for 3", "1 to 2"}, 3);
        }
    }
}

BOOST_AUTO_TEST_CASE(truncated_and_overlong_images_are_refused) {
    scratch_folder const folder;
    std::string const bytes = idx_image_header(2, 1, 3) + "abcdef";
    refused(folder.file("i", bytes + "g"), {"1 trailing bytes"});
    refused(folder.file("i.gz", gzip(bytes + "g")), {"trailing bytes"});
    refused(folder.file("i", bytes.substr(0, 20)), {"is truncated", "2 x 1 x 3"});
    refused(folder.file("i.gz", gzip(bytes.substr(0, 20))), {"is truncated", "ends after 4"});
}

BOOST_AUTO_TEST_CASE(a_limit_beyond_the_file_is_refused) {
    scratch_folder const folder;
    std::string const array = folder.file("a.npy", npy(dictionary("<f8", false, "(2, 3)"), entries(six, "<f8")));
    std::string const table = folder.file("a.csv", "1,0\n0,-1\n");
    for (std::string const& path : {array, table}) {
        BOOST_TEST(count(read(path, 2)) == 2U);
        refused(path, {"holds 2", "asks for 3", "1 to 2"}, 3);
        refused(path, {"asks for 18446744073709551615"}, std::numeric_limits<std::size_t>::max());
    }
    refused(array, {"asks for 0"}, 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_file_of_patterns_is_refused) {
    scratch_folder const folder;
    refused(folder.path("absent.npy"), {"cannot be opened", "No such file"});
    check_refused([&] { (void)read(""); }, "''", {"not the name of a file"});
    refused(folder.path("."), {"is a directory"});
    refused("/dev/zero", {"not a regular file"});
    BOOST_TEST_REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
    refused(folder.path("pipe"), {"not a regular file"});
    for (std::string const name : {"a.npy", "a.csv", "a.gz"}) refused(folder.file(name, ""), {"is empty"});
    refused(folder.file("a.npy", "1,-1\x01\n"), {"neither text", ".npy"});
    refused(folder.file("a.txt", "1,-1\xFF\n"), {"neither text"});
    refused(folder.file("b.csv", "PK\x03\x04"), {"a zip archive without a .npy array"});
    refused(folder.file("a.gz", gzip("")), {"gzip of neither text"});
    refused(folder.file("labels", idx_label_header(2) + "ab"), {"an IDX label file", "0x00000803"});

    std::string const locked = folder.file("locked.npy", "x");
    BOOST_TEST_REQUIRE(::chmod(locked.c_str(), 0) == 0);
    if (::geteuid() == 0) {
        BOOST_TEST_MESSAGE("run as root, who may read every file: the unreadable file is not tested");
    } else {
        refused(locked, {"cannot be opened", "Permission denied"});
    }
}

// A file of another program is called by its name, whatever its own name says, and what to do with it is said.
BOOST_AUTO_TEST_CASE(files_of_other_programs_are_named) {
    scratch_folder const folder;
    auto const zip = [](std::string const& first) {
        return "PK\x03\x04" + std::string(22, '\0') + little_endian(first.size(), 2) + little_endian(0, 2) + first +
               "x";
    };
    auto const mat_4 = [](bool big, std::uint64_t digits) {
        auto const word = [big](std::uint64_t value) { return big ? big_endian(value, 4) : little_endian(value, 4); };
        return word(digits) + word(2) + word(3) + word(0) + word(3) + std::string("xi\0", 3) + std::string(48, 'a');
    };
    std::string const hdf5 = std::string("\x89HDF\r\n\x1a\n") + std::string(64, 'a');
    struct expectation {
        std::string bytes, named, remedy;
    };
    std::vector<expectation> const all = {
        {zip("archive/data.pkl"), "a PyTorch file (torch.save)", "torch.load"},
        {zip("memories/data.pkl"), "a PyTorch file (torch.save)", "torch.load"},
        {zip("[Content_Types].xml"), "a spreadsheet", ".csv"},
        {zip("notes.txt"), "a zip archive without a .npy array", "unpacked"},
        {std::string("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\x02"), "torch.save before 1.6",
         "torch.load"},
        {"\x80\x04\x95rest", "a Python pickle", "numpy.save"},
        {hdf5, "an HDF5 file", "h5py"},
        {std::string(512, 'u') + hdf5, "an HDF5 file", "h5py"},
        {std::string(2048, '\0') + hdf5, "an HDF5 file", "h5py"},
        {std::string("\xff\xd8\xff\xe0"), "a JPEG image", "pixels"},
        {std::string("SQLite format 3\0", 16), "an SQLite database", ".csv"},
        {"PAR1rest", "a Parquet table", "to_numpy"},
    };
    for (expectation const& row : all) {
        for (std::string const name : {"x.pt", "x.csv", "x.npy"})
            refused(folder.file(name, row.bytes), {row.named, row.remedy});
        refused(folder.file("x.gz", gzip(row.bytes)), {"gzip of ", row.named, row.remedy});
    }
    // What only looks like one of them is none.
    refused(folder.file("x", mat_4(false, 60)), {"neither text"});
    refused(folder.file("x", mat_4(false, 0).substr(0, 20)), {"neither text"});
}

BOOST_AUTO_TEST_CASE(a_message_stays_one_line_whatever_the_file_holds) {
    scratch_folder const folder;
    refused(folder.file("a.csv", "1,\x1B[31m\x01\n"), {"'?[31m?' is not a number"});
    refused(folder.file("a.csv", "1," + std::string(300, 'x') + "\n"), {"xxx...' is not a number"});
    std::string const path = folder.file("a\nb.csv", "1,x\n");
    check_refused([&] { (void)read(path); }, folder.path("a?b.csv"), {"'x' is not a number"});
}

BOOST_AUTO_TEST_CASE(writing_leaves_the_old_file_or_the_new_one_and_nothing_else) {
    scratch_folder const folder;
    memory_patterns const first = bipolar_of(1, 2, {1, -1});
    memory_patterns const second = real_of(1, 2, {0.5, -1});
    auto const files = [&] {
        return std::distance(std::filesystem::directory_iterator(folder.path("")),
                             std::filesystem::directory_iterator{});
    };
    std::string const path = folder.path("a.npy");

    write_patterns(path, first);
    write_patterns(path, second);
    BOOST_TEST((read(path) == second));
    BOOST_TEST(files() == 1);

    std::filesystem::create_symlink("a.npy", folder.path("link.npy"));
    write_patterns(folder.path("link.npy"), first);
    BOOST_TEST((read(path) == first));
    BOOST_TEST(std::filesystem::is_symlink(folder.path("link.npy")));

    BOOST_CHECK_THROW(write_patterns(folder.path("absent/a.npy"), first), machine_error);
    BOOST_CHECK_THROW(write_patterns(folder.path(""), first), machine_error);
    BOOST_CHECK_THROW(write_patterns("", first), machine_error);
    // A pipe of our own, no device: a broken writer run as root would put its file in the device's place.
    BOOST_TEST_REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
    BOOST_CHECK_THROW(write_patterns(folder.path("pipe"), first), machine_error);
    BOOST_TEST(std::filesystem::is_fifo(folder.path("pipe")));
    BOOST_CHECK_THROW(write_patterns(path, bipolar_patterns()), std::invalid_argument);
    BOOST_TEST(files() == 3);
    BOOST_TEST((read(path) == first));
}

BOOST_AUTO_TEST_CASE(a_write_that_fails_half_way_leaves_the_old_file_alone) {
    scratch_folder const folder;
    std::string const path = folder.path("a.npy");
    memory_patterns const old = bipolar_of(1, 2, {1, -1});
    write_patterns(path, old);

    // A limit on the size of files stands for a full disk.
    ::rlimit before{};
    BOOST_TEST_REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    auto const handler = std::signal(SIGXFSZ, SIG_IGN);
    ::rlimit const small{100'000, before.rlim_max};
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    BOOST_CHECK_THROW(write_patterns(path, real_patterns(1000, 100)), machine_error);
    BOOST_TEST_REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    (void)std::signal(SIGXFSZ, handler);

    BOOST_TEST((read(path) == old));
    BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder.path("")), {}) == 1);
}

BOOST_AUTO_TEST_CASE(damaged_files_are_read_or_refused) {
    scratch_folder const folder;
    std::mt19937_64 random(7);
    std::string table;
    std::vector<double> values;
    for (int e = 0; e < 60; ++e) {
        values.push_back(static_cast<double>(random() % 9) / 4 - 1);
        table += fmt::format("{}{}", values.back(), e % 6 == 5 ? "\n" : ",");
    }
    std::string pixels;
    for (int e = 0; e < 60; ++e) pixels += static_cast<char>(random() % 256);
    std::string signs;
    for (int e = 0; e < 60; ++e) signs += random() % 2 == 0 ? '\x01' : '\xFF';
    std::string const images = idx_image_header(10, 2, 3) + pixels;
    std::vector<std::pair<std::string, std::string>> const kinds = {
        {"c8.npy", npy(dictionary("<f8", false, "(10, 6)"), entries(values, "<f8"))},
        {"f4.npy", npy(dictionary(">f4", true, "(10, 6)"), entries(values, ">f4"), 2)},
        {"i1.npy", npy(dictionary("|i1", false, "(10, 6)"), signs)},
        {"table.csv", table},
        {"images", images},
        {"images.gz", gzip(images)},
    };
    for (auto const& [name, bytes] : kinds) {
        BOOST_TEST(count(read(folder.file(name, bytes))) == 10U);
        for (std::optional<std::size_t> const limit : {std::optional<std::size_t>{}, std::optional<std::size_t>{3}}) {
            int const accepted = fuzz(folder, name, bytes, [&](std::string const& path) {
                memory_patterns const patterns = read(path, limit);
                std::size_t const K = count(patterns);
                std::size_t const N = neurons(patterns);
                BOOST_TEST((limit ? K == *limit : K >= 1 && K <= 1000));
                BOOST_TEST((N >= 1 && N <= 1000));
                if (auto const* const real = std::get_if<real_patterns>(&patterns)) {
                    bool finite = true;
                    bool all_bipolar = true;
                    for (std::size_t mu = 0; mu < K; ++mu) {
                        for (double const x : real->row(mu)) {
                            finite = finite && std::isfinite(x);
                            all_bipolar = all_bipolar && std::abs(x) == 1;
                        }
                    }
                    BOOST_TEST(finite);
                    BOOST_TEST(!all_bipolar);
                }
            });
            BOOST_TEST_MESSAGE(name << ": " << accepted << " of 2000 damaged files are still patterns");
            BOOST_TEST(accepted < 2000);
        }
        fuzz(folder, name, bytes, [&](std::string const& path) { (void)read_states("--option", path); });
    }
}
