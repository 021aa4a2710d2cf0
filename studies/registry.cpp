#include "registry.hpp"

#include "boundary/boundary.hpp"
#include "capacity/capacity.hpp"
#include "classify/classify.hpp"
#include "compare/compare.hpp"
#include "converge/converge.hpp"
#include "dynamics/dynamics.hpp"
#include "formats/formats.hpp"
#include "recall/recall.hpp"
#include "train/train.hpp"
#include "tune/tune.hpp"
#include "verify/verify.hpp"
#include "xor/xor.hpp"

namespace ulpfield {

std::vector<study_entry> const& registered_studies() {
    static std::vector<study_entry> const studies = {
        boundary_study(), capacity_study(), classify_study(), compare_study(), converge_study(), dynamics_study(),
        formats_study(),  recall_study(),   train_study(),    tune_study(),    verify_study(),   xor_study(),
    };
    return studies;
}

}  // namespace ulpfield
