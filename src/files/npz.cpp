#include "files/npz.hpp"

#include "files/npy.hpp"
#include "files/part_choice.hpp"
#include "files/zip_part.hpp"

namespace ulpfield {

loaded_array read_npz(std::string_view option_name, std::string const& path, std::string const& part,
                      pattern_reading const& how) {
    constexpr std::string_view ending = ".npy";
    zip_archive archive(option_name, path);
    std::vector<file_part> arrays;
    std::vector<std::size_t> places;
    for (std::size_t index = 0; index < archive.names().size(); ++index) {
        std::string const& name = archive.names()[index];
        if (!name.ends_with(ending)) continue;
        arrays.push_back({name.substr(0, name.size() - ending.size()), ""});
        places.push_back(index);
    }
    bool const with_ending = part.ends_with(ending);
    std::string const wanted = with_ending ? part.substr(0, part.size() - ending.size()) : part;
    std::size_t const chosen =
        chosen_part(path, wanted, arrays,
                    [&](std::string const& what, std::string const& accepted) { archive.refuse(what, accepted); });
    zip_part source(archive, places[chosen]);
    return read_npy(source, how);
}

}  // namespace ulpfield
