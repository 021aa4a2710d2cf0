#include "studies/registry.hpp"

#include "studies/boundary/boundary.hpp"
#include "studies/capacity/capacity.hpp"
#include "studies/classify/classify.hpp"
#include "studies/compare/compare.hpp"
#include "studies/converge/converge.hpp"
#include "studies/dynamics/dynamics.hpp"
#include "studies/formats/formats.hpp"
#include "studies/recall/recall.hpp"
#include "studies/train/train.hpp"
#include "studies/tune/tune.hpp"
#include "studies/verify/verify.hpp"
#include "studies/xor/xor.hpp"

namespace ulpfield::study {

std::vector<study_entry> const& registered_studies() {
    static std::vector<study_entry> const studies = {
        boundary_study(), capacity_study(), classify_study(), compare_study(), converge_study(), dynamics_study(),
        formats_study(),  recall_study(),   train_study(),    tune_study(),    verify_study(),   xor_study(),
    };
    return studies;
}

}  // namespace ulpfield::study
