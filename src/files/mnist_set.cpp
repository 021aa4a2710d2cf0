#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <vector>

#include "files/byte_source.hpp"
#include "ulpfield/files/idx_file.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view accepted_directory =
    "a directory that holds train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and "
    "t10k-labels-idx1-ubyte, each plain or with .gz added, or has them in MNIST/raw; of several sets in one directory "
    "DIR/emnist-letters takes those whose names begin so";

/// The four files of one set, by role; plain ones before packed ones.
constexpr std::array<std::string_view, 4> roles = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte",
                                                   "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"};

struct found_set {
    std::array<std::string, 4> files;
    [[nodiscard]] bool complete() const {
        return std::none_of(files.begin(), files.end(), [](std::string const& file) { return file.empty(); });
    }
};

[[noreturn]] void refuse(std::string_view option_name, std::string const& directory, std::string_view what) {
    throw usage_error(
        fmt::format("{}: {}: {}; accepted: {}", option_name, shown_path(directory), what, accepted_directory));
}

/// A file's role and what its name has before it: "emnist-letters-test-labels-idx1-ubyte.gz" is {3, "emnist-letters-"}.
/// Points may stand for dashes (train-images.idx3-ubyte); QMNIST's labels are numbers (idx2-int).
std::optional<std::pair<std::size_t, std::string>> role_of(std::string name) {
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    std::replace(name.begin(), name.end(), '.', '-');
    for (std::size_t role = 0; role < roles.size(); ++role) {
        std::string const canonical(roles[role]);
        std::vector<std::string> endings = {canonical};
        if (role >= 2) endings.push_back("test" + canonical.substr(4));
        for (std::size_t k = 0, there = endings.size(); role % 2 == 1 && k < there; ++k)
            for (std::string_view const type : {"idx1-int", "idx2-int"})
                endings.push_back(endings[k].substr(0, endings[k].size() - 10) + std::string(type));
        for (std::string const& ending : endings)
            if (name.ends_with(ending)) {
                std::string prefix = name.substr(0, name.size() - ending.size());
                if (prefix.empty() || prefix.ends_with('-')) return std::pair{role, std::move(prefix)};
            }
    }
    return std::nullopt;
}

/// All sets of a directory, by what their names begin with.
std::map<std::string, found_set> sets_in(fs::path const& directory) {
    std::map<std::string, found_set> sets;
    std::error_code error;
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        auto const role = role_of(at->path().filename().string());
        if (!role) continue;
        std::string& file = sets[role->second].files[role->first];
        std::string const path = at->path().string();
        bool const packed = path.ends_with(".gz");
        if (file.empty() || (file.ends_with(".gz") && !packed) || (file.ends_with(".gz") == packed && path < file))
            file = path;
    }
    return sets;
}

mnist_set taken(found_set const& set, std::string const& prefix) {
    // EMNIST keeps every image transposed.
    return {set.files[0], set.files[1], set.files[2], set.files[3], prefix.find("emnist") != std::string::npos};
}

/// The set of a directory, if it holds one; several: the one without a prefix.
std::optional<mnist_set> set_in(std::string_view option_name, std::string const& named, fs::path const& directory) {
    std::vector<std::pair<std::string, found_set>> complete;
    for (auto const& [prefix, set] : sets_in(directory))
        if (set.complete()) complete.emplace_back(prefix, set);
    if (complete.empty()) return std::nullopt;
    if (complete.size() > 1 && !complete.front().first.empty()) {
        std::string names;
        for (auto const& [prefix, set] : complete)
            names += (names.empty() ? "" : ", ") + prefix.substr(0, prefix.size() - 1);
        refuse(option_name, named, fmt::format("holds {} sets: {}", complete.size(), shown(names, 200)));
    }
    return taken(complete.front().second, complete.front().first);
}

/// DIR/emnist-letters, where no such directory is.
std::optional<mnist_set> set_of_prefix(std::string const& named) {
    fs::path const path(named);
    for (auto const& [prefix, set] : sets_in(path.has_parent_path() ? path.parent_path() : fs::path(".")))
        if (set.complete() && !prefix.empty() && prefix == path.filename().string() + "-") return taken(set, prefix);
    return std::nullopt;
}

/// DIR/raw, DIR/MNIST/raw, or the only DIR/NAME/raw, as torchvision makes them.
std::vector<fs::path> raw_folders(fs::path const& directory) {
    std::error_code error;
    for (fs::path const& usual : {directory / "raw", directory / "MNIST" / "raw"})
        if (fs::is_directory(usual, error)) return {usual};
    std::vector<fs::path> all;
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (fs::is_directory(at->path() / "raw", ignored)) all.push_back(at->path() / "raw");
    }
    std::sort(all.begin(), all.end());
    return all;
}

std::string_view first_missing(fs::path const& directory) {
    auto const sets = sets_in(directory);
    auto const plain = sets.find("");
    if (plain != sets.end())
        for (std::size_t role = 0; role < roles.size(); ++role)
            if (plain->second.files[role].empty()) return roles[role];
    return roles[0];
}

}  // namespace

mnist_set find_mnist(std::string_view option_name, std::string const& directory) {
    std::error_code error;
    fs::file_status const status = fs::status(directory, error);
    if (!fs::exists(status)) {
        if (std::optional<mnist_set> const set = set_of_prefix(directory)) return *set;
        refuse(option_name, directory, "no such directory");
    }
    if (!fs::is_directory(status)) refuse(option_name, directory, "is not a directory");
    if (std::optional<mnist_set> const set = set_in(option_name, directory, directory)) return *set;
    std::vector<fs::path> const raw = raw_folders(directory);
    if (raw.size() > 1)
        refuse(option_name, directory,
               fmt::format("has several folders raw: {}, {}{}", raw[0].string(), raw[1].string(),
                           raw.size() > 2 ? ", ..." : ""));
    if (raw.size() == 1)
        if (std::optional<mnist_set> const set = set_in(option_name, raw[0].string(), raw[0])) return *set;
    refuse(option_name, directory, fmt::format("does not hold {}", first_missing(directory)));
}

}  // namespace ulpfield
