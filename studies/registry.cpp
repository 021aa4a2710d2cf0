#include "registry.hpp"

namespace ulpfield {

std::vector<study_entry> const& registered_studies() {
    static std::vector<study_entry> const studies = {};
    return studies;
}

}  // namespace ulpfield
