#include "studies/shared/threshold.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string_view>

#include "files/input_file.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/parse_rational.hpp"

namespace ulpfield::study {

namespace {

constexpr std::string_view option_name = "--threshold";
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 26;
constexpr std::string_view accepted_file =
    "an array of N numbers (.npy), or a text file with N decimals or fractions between blanks, commas or line ends";

std::string content_of(input_file& file) {
    if (file.largest_size() > most_bytes && !file.compressed())
        file.refuse(fmt::format("larger than {} bytes", most_bytes), accepted_file);
    std::string bytes;
    std::string chunk(std::size_t{1} << 16, '\0');
    for (std::size_t count = chunk.size(); count == chunk.size();) {
        count = file.read({reinterpret_cast<std::uint8_t*>(chunk.data()), chunk.size()});
        bytes.append(chunk, 0, count);
        if (bytes.size() > most_bytes) file.refuse(fmt::format("larger than {} bytes", most_bytes), accepted_file);
    }
    return bytes;
}

std::vector<rational> numbers_of(input_file const& file, std::string_view text) {
    constexpr std::string_view separators = " \t\r,;";
    std::vector<rational> numbers;
    for (std::size_t line = 1; !text.empty(); ++line) {
        std::size_t const end = std::min(text.find('\n'), text.size());
        std::string_view rest = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        rest = rest.substr(0, rest.find('#'));
        while (true) {
            std::size_t const begin = rest.find_first_not_of(separators);
            if (begin == std::string_view::npos) break;
            rest.remove_prefix(begin);
            std::string_view const item = rest.substr(0, rest.find_first_of(separators));
            auto const value = parse_rational(item);
            if (!value) file.refuse(fmt::format("'{}' at line {} is no number", shown(item), line), accepted_file);
            numbers.push_back(*value);
            rest.remove_prefix(item.size());
        }
    }
    if (numbers.empty()) file.refuse("holds no number", accepted_file);
    return numbers;
}

/// All numbers of an array, whatever its shape.
std::vector<rational> numbers_of(memory_patterns const& array) {
    std::vector<rational> numbers;
    std::visit(
        [&](auto const& entries) {
            for (std::size_t i = 0; i < entries.N(); ++i) numbers.emplace_back(static_cast<double>(entries.at(0, i)));
        },
        array);
    return numbers;
}

std::vector<rational> read_numbers(std::string const& path) {
    input_file file(option_name, path);
    std::string const bytes = content_of(file);
    if (bytes.find('\0') == std::string::npos && !bytes.starts_with("\x93NUMPY"))
        return numbers_of(file, std::string_view(bytes));
    pattern_reading how;
    how.weights = true;
    how.one_pattern = true;
    return numbers_of(read_pattern_file(option_name, path, how).patterns);
}

threshold parse_threshold(std::string_view, std::string const& text) {
    if (auto const constant = parse_rational(text)) return {text, *constant};
    std::error_code ignored;
    if (!std::filesystem::exists(text, ignored))
        throw std::invalid_argument(
            fmt::format("'{}' is no number and no file; accepted: a decimal or fraction, e.g. 0.5, -1/3, or {}", text,
                        accepted_file));
    return {text, 0, read_numbers(text)};
}

/// Of a file what it holds, not its name.
std::string recorded(threshold const& of) {
    if (of.file.empty()) return of.constant.str();
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (rational const& b : of.file)
        for (char const c : b.str() + "\n") hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return fmt::format("{} numbers, fnv1a64 {:016x}", of.file.size(), hash);
}

}  // namespace

axis<threshold> threshold_axis(axis_set& owner) {
    domain<threshold> all = one_of(parse_threshold, [](threshold const& of) { return of.text; });
    all.recorded = recorded;
    return {owner,
            std::string(option_name),
            "T|FILE",
            "0",
            "bias b_i added to the field u_i: a number for all neurons, or a file with one for every neuron",
            std::move(all),
            axis_use::optional_key,
            {"threshold", "bias added to the field", false}};
}

void take_threshold(axis<threshold>& of, std::vector<std::int64_t> const& N) {
    if (!of->given()) of.leave_unrecorded();
    for (std::int64_t const neurons : N)
        if (!of->file.empty() && of->file.size() != static_cast<std::size_t>(neurons))
            throw usage_error(fmt::format("{}: {} holds {} numbers, but N = {}; accepted: one for every neuron",
                                          option_name, of->text, of->file.size(), neurons));
}

}  // namespace ulpfield::study
