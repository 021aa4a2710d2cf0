#include "files/part_choice.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "files/byte_source.hpp"

namespace ulpfield {
namespace {

std::string listed(std::vector<file_part> const& parts) {
    constexpr std::size_t most = 20;
    std::string text;
    for (std::size_t k = 0; k < parts.size() && k < most; ++k)
        text += fmt::format("{}{}{}{}", k == 0 ? "" : ", ", shown(parts[k].name), parts[k].facts.empty() ? "" : " ",
                            parts[k].facts);
    return parts.size() > most ? fmt::format("{} and {} more", text, parts.size() - most) : text;
}

}  // namespace

std::size_t chosen_part(std::string const& path, std::string const& wanted, std::vector<file_part> const& parts,
                        std::function<void(std::string const&, std::string const&)> const& refuse) {
    std::string const accepted = fmt::format("{}:NAME, NAME one of its arrays", shown_path(path));
    if (parts.empty()) refuse("holds no array", "a file with an array of numbers");
    if (wanted.empty()) {
        if (parts.size() == 1) return 0;
        refuse(fmt::format("holds {} arrays: {}", parts.size(), listed(parts)), accepted);
    }
    for (std::size_t k = 0; k < parts.size(); ++k)
        if (parts[k].name == wanted) return k;
    refuse(fmt::format("holds no array '{}', but {}", shown(wanted), listed(parts)), accepted);
    throw std::logic_error("refuse() returned");
}

}  // namespace ulpfield
