#include <matio.h>
#include <sys/stat.h>
#include <zlib.h>

#include <array>
#include <bit>
#include <cstring>

#include "files/file_support.hpp"
#include "ulpfield/files/pattern_file.hpp"

using namespace ulpfield;
using namespace ulpfield::test;
using namespace std::string_literals;

namespace {

std::string const signs = "\x01\xFF\x01\x01\xFF\xFF";
std::vector<int> const values = {1, -1, 1, 1, -1, -1};

bipolar_patterns expected(std::size_t K = 2, std::size_t N = 3) {
    bipolar_patterns patterns(K, N);
    for (std::size_t e = 0; e < K * N; ++e) patterns.set(e / N, e % N, values[e]);
    return patterns;
}

std::string npy(std::string const& entries, std::string const& shape = "(2, 3)") {
    std::string const text = "{'descr': '|i1', 'fortran_order': False, 'shape': " + shape + "}\n";
    return "\x93NUMPY\x01\0"s + little_endian(text.size(), 2) + text + entries;
}

struct zip_entry {
    std::string name;
    std::string bytes;
    bool deflated = false;
    std::uint64_t stated = 0;  // another size than its own; 0: its own
};

std::string deflated(std::string const& bytes) {
    std::string packed(compressBound(bytes.size()), '\0');
    uLongf size = packed.size();
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<Bytef const*>(bytes.data()),
              bytes.size(), 9);
    return packed.substr(2, size - 6);  // without the frame of zlib
}

/// A zip archive. Format: APPNOTE.TXT of PKWARE, 4.3.
std::string zip(std::vector<zip_entry> const& parts) {
    std::string archive;
    std::string directory;
    for (zip_entry const& part : parts) {
        std::string const packed = part.deflated ? deflated(part.bytes) : part.bytes;
        std::uint64_t const crc =
            crc32(0, reinterpret_cast<Bytef const*>(part.bytes.data()), static_cast<uInt>(part.bytes.size()));
        std::uint64_t const size = part.stated != 0 ? part.stated : part.bytes.size();
        std::string const facts = little_endian(20, 2) + little_endian(0, 2) + little_endian(part.deflated ? 8 : 0, 2) +
                                  little_endian(0, 4) + little_endian(crc, 4) + little_endian(packed.size(), 4) +
                                  little_endian(size, 4) + little_endian(part.name.size(), 2) + little_endian(0, 2);
        directory += "PK\x01\x02" + little_endian(20, 2) + facts + little_endian(0, 2) + little_endian(0, 2) +
                     little_endian(0, 2) + little_endian(0, 4) + little_endian(archive.size(), 4) + part.name;
        archive += "PK\x03\x04" + facts + part.name + packed;
    }
    return archive + directory + "PK\x05\x06" + little_endian(0, 4) + little_endian(parts.size(), 2) +
           little_endian(parts.size(), 2) + little_endian(directory.size(), 4) + little_endian(archive.size(), 4) +
           little_endian(0, 2);
}

std::string safetensors(std::string const& header, std::string const& data) {
    return little_endian(header.size(), 8) + header + data;
}

memory_patterns read(std::string const& path, pattern_reading const& how = {}) {
    return read_pattern_file("--option", path, how).patterns;
}

void refused(std::string const& path, std::initializer_list<std::string_view> parts) {
    check_refused([&] { (void)read(path); }, path, parts);
}

/// The error is that of a part of the file.
void part_refused(std::string const& path, std::string const& part, std::initializer_list<std::string_view> parts) {
    check_refused([&] { (void)read(path); }, path + ":" + part, parts);
}

void write_mat(std::string const& path, mat_ft version, std::vector<std::pair<std::string, matio_classes>> const& names,
               matio_compression packed = MAT_COMPRESSION_NONE, int flags = 0) {
    mat_t* const file = Mat_CreateVer(path.c_str(), nullptr, version);
    BOOST_TEST_REQUIRE(file != nullptr);
    std::array<double, 6> doubles{1, 1, -1, -1, 1, -1};  // columns of 2
    std::array<std::int8_t, 6> bytes{1, 1, -1, -1, 1, -1};
    std::array<std::uint8_t, 6> logicals{1, 1, 0, 0, 1, 0};
    std::array<std::size_t, 2> shape{2, 3};
    for (auto const& [name, kind] : names) {
        bool const logical = (flags & MAT_F_LOGICAL) != 0;
        void* const data = kind == MAT_C_DOUBLE ? static_cast<void*>(doubles.data())
                           : logical            ? static_cast<void*>(logicals.data())
                                                : static_cast<void*>(bytes.data());
        matio_types const type = kind == MAT_C_DOUBLE ? MAT_T_DOUBLE : logical ? MAT_T_UINT8 : MAT_T_INT8;
        matvar_t* const variable = Mat_VarCreate(name.c_str(), kind, type, 2, shape.data(), data, flags);
        BOOST_TEST_REQUIRE(variable != nullptr);
        BOOST_TEST_REQUIRE(Mat_VarWrite(file, variable, packed) == 0);
        Mat_VarFree(variable);
    }
    Mat_Close(file);
}

std::string chunk(std::string const& kind, std::string const& data) {
    std::string const body = kind + data;
    return big_endian(data.size(), 4) + body +
           big_endian(crc32(0, reinterpret_cast<Bytef const*>(body.data()), static_cast<uInt>(body.size())), 4);
}

/// A PNG picture. `rows`: each with its filter byte, 0. Format: W3C PNG, 2nd edition.
std::string png(std::uint32_t width, std::uint32_t height, int depth, int colour, std::string const& rows,
                std::string const& more = "") {
    std::string packed(compressBound(rows.size()), '\0');
    uLongf size = packed.size();
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<Bytef const*>(rows.data()), rows.size());
    packed.resize(size);
    return "\x89PNG\r\n\x1a\n" +
           chunk("IHDR", big_endian(width, 4) + big_endian(height, 4) + static_cast<char>(depth) +
                             static_cast<char>(colour) + "\0\0\0"s) +
           more + chunk("IDAT", packed) + chunk("IEND", "");
}

std::vector<double> levels(std::string const& path) {
    pattern_reading how;
    how.values = parse_value_rule("real");
    memory_patterns const patterns = read(path, how);
    std::vector<double> all;
    std::visit(
        [&](auto const& p) {
            for (std::size_t mu = 0; mu < p.K(); ++mu)
                for (std::size_t i = 0; i < p.N(); ++i) all.push_back(static_cast<double>(p.at(mu, i)));
        },
        patterns);
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(arrays_of_npz_archives) {
    scratch_folder const folder;
    for (bool const packed : {false, true}) {
        std::string const one = folder.file("one.npz", zip({{"xi.npy", npy(signs), packed}}));
        BOOST_TEST((read(one) == memory_patterns(expected())));
        BOOST_TEST((read(one + ":xi") == memory_patterns(expected())));
        std::string const two = folder.file(
            "two.npz", zip({{"a.npy", npy(signs, "(1, 6)"), packed}, {"b.npy", npy(signs), packed}, {"notes", "x"}}));
        BOOST_TEST((read(two + ":b") == memory_patterns(expected())));
        BOOST_TEST((read(two + ":a.npy") == memory_patterns(expected(1, 6))));
        refused(two, {"holds 2 arrays: a, b", "two.npz:NAME"});
        check_refused([&] { (void)read(two + ":c"); }, two, {"no array 'c', but a, b"});
        part_refused(folder.file("cut.npz", zip({{"xi.npy", npy(signs).substr(0, 70), packed}})), "xi.npy",
                     {"is truncated"});
        part_refused(folder.file("long.npz", zip({{"xi.npy", npy(signs) + "x", packed}})), "xi.npy",
                     {"trailing bytes"});
    }
    refused(folder.file("empty.npz", zip({})), {"holds no array"});
    std::string const whole = zip({{"xi.npy", npy(signs)}});
    for (std::size_t length = 40; length < whole.size(); length += 7)
        refused(folder.file("cut.npz", whole.substr(0, length)), {"zip archive"});
    // A bomb: more than deflate can make of its bytes.
    part_refused(folder.file("bomb.npz", zip({{"xi.npy", npy(signs), true, 0x7FFFFFFF}})), "xi.npy",
                 {"2147483647 bytes", "hold at most"});
    std::string flipped = whole;
    flipped[whole.find("\x01\xFF\x01")] = '\xFF';  // its checksum tells
    part_refused(folder.file("flipped.npz", flipped), "xi.npy", {"damaged"});
}

BOOST_AUTO_TEST_CASE(tensors_of_safetensors_files) {
    scratch_folder const folder;
    std::string const tensor = R"({"dtype":"I8","shape":[2,3],"data_offsets":[0,6]})";
    std::string const one =
        folder.file("one.safetensors", safetensors(R"({"__metadata__":{"format":"pt"},"w":)" + tensor + "}  ", signs));
    BOOST_TEST((read(one) == memory_patterns(expected())));
    BOOST_TEST((read(one + ":w") == memory_patterns(expected())));
    std::string const two = folder.file(
        "two.safetensors",
        safetensors(
            R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"I8","shape":[2,3],"data_offsets":[4,10]}})",
            "abcd" + signs));
    BOOST_TEST((read(two + ":w") == memory_patterns(expected())));
    refused(two, {"2 arrays: a (1,) F32, w (2, 3) I8"});
    auto const damaged = [&](std::string const& header, std::initializer_list<std::string_view> parts) {
        refused(folder.file("x.safetensors", safetensors(header, signs)), parts);
    };
    damaged(R"({"w":{"dtype":"I8","shape":[2,3],"data_offsets":[0,7]}})", {"truncated", "byte 7", "6 are there"});
    damaged(R"({"w":{"dtype":"I8","shape":[2,3],"data_offsets":[0,5]}})", {"takes 6 bytes", "hold 5"});
    damaged(R"({"w":{"dtype":"I8","shape":[2,3],"data_offsets":[6,0]}})", {"no dtype, shape and data_offsets"});
    damaged(R"({"w":{"dtype":"I8","shape":[2,-3],"data_offsets":[0,6]}})", {"no dtype, shape and data_offsets"});
    damaged(R"({"w":{"dtype":"I8","shape":[18446744073709551615,18446744073709551615],"data_offsets":[0,6]}})",
            {"shape", "K from 1"});
    damaged(R"({"w":{"dtype":"F8_E5M2","shape":[2,3],"data_offsets":[0,6]}})", {"F8_E5M2", "BF16"});
    damaged(R"({"w":{"dtype":"I8","shape":[2,3]}})", {"data_offsets"});
    damaged(R"({"w":{"dtype":"I8")", {"no JSON object"});
    damaged(R"({})", {"holds no array"});
    refused(folder.file("x.safetensors", little_endian(200, 8) + "{" + std::string(40, ' ')), {"length of 200 bytes"});
    damaged("{" + std::string(20000, '[') + "}", {"no JSON object"});
}

BOOST_AUTO_TEST_CASE(matrices_of_matlab_files) {
    scratch_folder const folder;
    for (mat_ft const version : {MAT_FT_MAT5, MAT_FT_MAT73}) {
        std::string const path = folder.path(version == MAT_FT_MAT5 ? "five.mat" : "hdf5.mat");
        write_mat(path, version, {{"xi", MAT_C_DOUBLE}});
        BOOST_TEST((read(path) == memory_patterns(expected())), path);
        write_mat(path, version, {{"xi", MAT_C_INT8}, {"zeta", MAT_C_DOUBLE}}, MAT_COMPRESSION_ZLIB);
        BOOST_TEST((read(path + ":xi") == memory_patterns(expected())), path);
        refused(path, {"2 arrays: xi (2, 3) int8, zeta (2, 3) float64"});
        check_refused([&] { (void)read(path + ":x"); }, path, {"no array 'x', but xi"});
        write_mat(path, version, {{"xi", MAT_C_UINT8}}, MAT_COMPRESSION_NONE, MAT_F_LOGICAL);
        BOOST_TEST((read(path) == memory_patterns(expected())), path);
    }
    // A damaged file ends in words, whatever becomes of the library; the padding at its end may be missing.
    std::string const whole = content(folder.path("five.mat"));
    for (std::size_t length = 128; length < whole.size(); length += 9) {
        std::string const path = folder.file("cut.mat", whole.substr(0, length));
        if (length < whole.size() - 8)
            refused(path, {});
        else
            BOOST_TEST((read(path) == memory_patterns(expected())));
    }
}

BOOST_AUTO_TEST_CASE(pictures) {
    scratch_folder const folder;
    using list = std::vector<double>;
    BOOST_TEST(levels(folder.file("g8.png", png(3, 2, 8, 0, "\0\x00\x7F\x80\0\xFF\x01\x02"s))) ==
               (list{0, 127, 128, 255, 1, 2}));
    BOOST_TEST(levels(folder.file("g1.png", png(4, 1, 1, 0, "\0\xA0"s))) == (list{255, 0, 255, 0}));
    BOOST_TEST(levels(folder.file("g16.png", png(2, 1, 16, 0, "\0\x80\x00\x7F\xFF"s))) == (list{128, 127}));
    BOOST_TEST(levels(folder.file("rgb.png", png(3, 1, 8, 2, "\0\xFF\x00\x00\x00\xFF\x00\x00\x00\xFF"s))) ==
               (list{76, 150, 29}));
    BOOST_TEST(levels(folder.file("palette.png", png(2, 1, 8, 3, "\0\x01\x00"s,
                                                     chunk("PLTE", "\x00\x00\x00\xFF\xFF\xFF"s)))) == (list{255, 0}));
    BOOST_TEST(levels(folder.file("opaque.png", png(1, 1, 8, 6, "\0\x01\x01\x01\xFF"s))) == (list{1}));
    refused(folder.file("clear.png", png(1, 1, 8, 6, "\0\x01\x01\x01\xFE"s)), {"not opaque in row 1, column 1"});
    refused(folder.file("large.png", png(10000, 10000, 8, 0, "")), {"10000 x 10000", "N from 1 to 1000000"});
    std::string const whole = png(3, 2, 8, 0, "\0\x00\x7F\x80\0\xFF\x01\x02"s);
    for (std::size_t length = 8; length < whole.size() - 12; ++length)
        refused(folder.file("cut.png", whole.substr(0, length)), {"damaged PNG"});

    BOOST_TEST(levels(folder.file("a.pbm", "P1\n# black is 1\n3 2\n1 0 1\n010")) == (list{0, 255, 0, 255, 0, 255}));
    BOOST_TEST(levels(folder.file("b.pbm", "P4 9 1\n\xAA\x80"s)) == (list{0, 255, 0, 255, 0, 255, 0, 255, 0}));
    BOOST_TEST(levels(folder.file("a.pgm", "P2 4 1 15\n0 7 8 15\n")) == (list{0, 119, 136, 255}));
    BOOST_TEST(levels(folder.file("b.pgm", "P5 2 1 65535\n\x80\x00\x7F\xFF"s)) == (list{128, 127}));
    for (std::string const text :
         {"P2 2 1 15\n7", "P2 2 1 15\n7 16", "P2 0 1 15\n", "P2 2 1 70000\n1 1", "P5 2 1 255\n\x01", "P4 9 1\n\x01",
          "P1 2 1\n1 2", "P1 1 1\n11", "P2 x", "P5 99999999999 1 255\n"})
        check_refused([&] { (void)read(folder.file("x.pgm", text)); }, folder.path("x.pgm"), {});

    BOOST_TEST_REQUIRE(::mkdir(folder.path("all").c_str(), 0700) == 0);
    (void)folder.file("all/10.pgm", "P2 2 1 255\n0 255");
    (void)folder.file("all/9.pgm", "P2 2 1 255\n255 255");
    (void)folder.file("all/.hidden.png", "");
    (void)folder.file("all/notes.txt", "");
    described_patterns const read_all = read_pattern_file("--option", folder.path("all"));
    BOOST_TEST((std::get<bipolar_patterns>(read_all.patterns).state(0) == bipolar_state{-1, 1}));
    BOOST_TEST(read_all.facts.notes.at(0) == "2 pictures in byte order of their names: 10.pgm, 9.pgm");
    std::string const both = folder.path("all/9.pgm") + "," + folder.path("all/10.pgm");
    BOOST_TEST((std::get<bipolar_patterns>(read(both)).state(0) == bipolar_state{1, 1}));
    (void)folder.file("all/99.pgm", "P2 1 2 255\n255 255");
    check_refused([&] { (void)read(folder.path("all")); }, folder.path("all/99.pgm"), {"2 x 1", "1 x 2"});
    BOOST_TEST_REQUIRE(::mkdir(folder.path("none").c_str(), 0700) == 0);
    refused(folder.path("none"), {"is a directory without a picture"});
}

BOOST_AUTO_TEST_CASE(parts_and_names) {
    scratch_folder const folder;
    std::string const text = folder.file("a.csv", "1,-1\n");
    check_refused([&] { (void)read(text + ":x"); }, text, {"has no parts"});
    BOOST_TEST(names_pattern_file(text));
    BOOST_TEST(names_pattern_file(text + ":x"));
    BOOST_TEST(!names_pattern_file(folder.path("b.csv")));
    BOOST_TEST(!names_pattern_file(folder.path("b.csv:x")));
    BOOST_TEST(!names_pattern_file("corrupted:0.1"));
    // A colon in a name that is there is part of it.
    BOOST_TEST((read(folder.file("a:b.npz", zip({{"xi.npy", npy(signs)}}))) == memory_patterns(expected())));
    BOOST_TEST((read(folder.path("a:b.npz") + ":xi") == memory_patterns(expected())));
}
