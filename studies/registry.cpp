#include "registry.hpp"

#include "capacity/capacity.hpp"
#include "compare/compare.hpp"
#include "formats/formats.hpp"
#include "xor/xor.hpp"

namespace ulpfield {

std::vector<study_entry> const& registered_studies() {
    static std::vector<study_entry> const studies = {
        capacity_study(),
        compare_study(),
        formats_study(),
        xor_study(),
    };
    return studies;
}

}  // namespace ulpfield
