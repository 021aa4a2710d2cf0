#include "study/study.hpp"

#include <stdexcept>

namespace ulpfield::study {

result_column results::operator[](std::string_view name) const {
    std::vector<column> const& all = columns();
    std::string names;
    for (std::size_t position = 0; position < all.size(); ++position) {
        if (all[position].name == name) return result_column(position);
        names += (position == 0 ? "" : ", ") + all[position].name;
    }
    throw std::out_of_range("no column '" + std::string(name) + "' among " + names);
}

}  // namespace ulpfield::study
