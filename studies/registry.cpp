#include "registry.hpp"

#include "compare/compare.hpp"
#include "formats/formats.hpp"

namespace ulpfield {

std::vector<study_entry> const& registered_studies() {
    static std::vector<study_entry> const studies = {
        compare_study(),
        formats_study(),
    };
    return studies;
}

}  // namespace ulpfield
