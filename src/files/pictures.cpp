#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <memory>

#include "files/available_memory.hpp"
#include "files/input_file.hpp"
#include "files/limits.hpp"
#include "files/picture.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

constexpr std::string_view png_magic = "\x89PNG\r\n\x1a\n";
constexpr std::string_view accepted_pictures = "PNG, PGM and PBM pictures of one size";
/// A picture of 10^6 pixels of 8 bytes and what may stand around it.
constexpr std::uint64_t largest_picture_file = std::uint64_t{64} << 20U;

bool begins_as_netpbm(std::string_view start) {
    return start.size() > 2 && start[0] == 'P' && std::string_view("1245").find(start[1]) != std::string_view::npos &&
           (std::isspace(static_cast<unsigned char>(start[2])) != 0 || start[2] == '#');
}

std::string ending_of(std::filesystem::path const& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
    return ending;
}

std::vector<std::uint8_t> whole_file(input_file& file) {
    if (file.compressed()) file.refuse("a picture inside gzip", accepted_pictures);
    if (file.largest_size() > largest_picture_file)
        file.refuse(fmt::format("a picture file of {} bytes", file.largest_size()),
                    fmt::format("at most {}", largest_picture_file));
    std::vector<std::uint8_t> bytes(file.largest_size());
    bytes.resize(file.read(bytes));
    return bytes;
}

}  // namespace

bool begins_as_picture(std::string_view start) { return start.starts_with(png_magic) || begins_as_netpbm(start); }

picture read_picture(std::string_view option_name, std::string const& path) {
    input_file file(option_name, path);
    std::vector<std::uint8_t> const bytes = whole_file(file);
    std::string_view const text(reinterpret_cast<char const*>(bytes.data()), bytes.size());
    if (text.starts_with(png_magic)) return decode_png(file, bytes);
    if (begins_as_netpbm(text)) return decode_netpbm(file, bytes);
    file.refuse("no PNG, PGM or PBM picture", accepted_pictures);
}

loaded_array read_pictures(std::string_view option_name, std::vector<std::string> const& paths,
                           pattern_reading const& how) {
    bool const some = how.limit && !how.transpose && !how.one_pattern.value_or(false);
    std::size_t const wanted = some ? std::min(*how.limit, paths.size()) : paths.size();
    loaded_array array;
    array.type = entry_type::uint8;
    array.grey = true;
    array.first_counts = true;
    for (std::size_t k = 0; k < wanted; ++k) {
        picture const one = read_picture(option_name, paths[k]);
        if (k == 0) {
            array.shape = {paths.size(), one.rows, one.columns};
            check_memory(paths[0], std::uint64_t{wanted} * one.levels.size());
            array.bytes.reserve(wanted * one.levels.size());
        }
        if (one.rows != array.shape[1] || one.columns != array.shape[2])
            throw usage_error(fmt::format("{}: {}: a picture of {} x {} pixels, {} has {} x {}; accepted: {}",
                                          option_name, shown_path(paths[k]), one.rows, one.columns,
                                          shown_path(paths[0]), array.shape[1], array.shape[2], accepted_pictures));
        array.bytes.insert(array.bytes.end(), one.levels.begin(), one.levels.end());
    }
    auto const named = std::make_shared<std::vector<std::string> const>(paths);
    std::size_t const columns = array.shape[2];
    array.place = [named, columns](std::size_t row, std::size_t column) {
        return fmt::format("row {}, column {} of {} (counted from 1)", (column - 1) / columns + 1,
                           (column - 1) % columns + 1, shown_path(named->at(std::min(row, named->size()) - 1)));
    };
    return array;
}

std::vector<std::string> pictures_in(std::string_view option_name, std::string const& folder) {
    namespace fs = std::filesystem;
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::string const ending = ending_of(at->path());
        bool const hidden = at->path().filename().string().starts_with('.');
        if (!hidden && (ending == ".png" || ending == ".pgm" || ending == ".pbm" || ending == ".pnm"))
            names.push_back(at->path().filename().string());
        if (names.size() > most_patterns) break;
    }
    if (error || names.empty())
        throw usage_error(fmt::format(
            "{}: {}: {}; accepted: a folder of {} (.png, .pgm, .pbm), or a file", option_name, shown_path(folder),
            error ? "a directory that cannot be listed" : "is a directory without a picture", accepted_pictures));
    std::sort(names.begin(), names.end());
    for (std::string& name : names) name = (fs::path(folder) / name).string();
    return names;
}

}  // namespace ulpfield
