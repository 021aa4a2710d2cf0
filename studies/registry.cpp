#include "registry.hpp"

#include "capacity/capacity.hpp"
#include "compare/compare.hpp"
#include "formats/formats.hpp"
#include "train/train.hpp"
#include "tune/tune.hpp"

namespace ulpfield {

std::vector<study_entry> const& registered_studies() {
    static std::vector<study_entry> const studies = {
        capacity_study(), compare_study(), formats_study(), train_study(), tune_study(),
    };
    return studies;
}

}  // namespace ulpfield
