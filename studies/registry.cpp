#include "registry.hpp"

#include "boundary/boundary.hpp"
#include "capacity/capacity.hpp"
#include "compare/compare.hpp"
#include "formats/formats.hpp"
#include "verify/verify.hpp"

namespace ulpfield {

std::vector<study_entry> const& registered_studies() {
    static std::vector<study_entry> const studies = {
        boundary_study(),
        capacity_study(),
        compare_study(),
        formats_study(),
        verify_study(),
    };
    return studies;
}

}  // namespace ulpfield
