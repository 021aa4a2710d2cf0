#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Columns that train and tune share: which network (formulation .. K), how it recalls, how its training ended.
[[nodiscard]] inline std::vector<column> network_columns() {
    return {{"formulation", "original (Eq. 8) or modified (Eq. 14)", false},
            {"format", "number format", false},
            {"interaction", "interaction function F", false},
            {"n", "order of F"},
            {"N", "neurons"},
            {"K", "memory vectors"}};
}
[[nodiscard]] inline column distance_column() {
    return {
        "distance",
        "mean Euclidean distance between the learned states and what they relax to; of a cycle to the member reached "
        "first"};
}
[[nodiscard]] inline column status_column() {
    return {
        "status",
        "ok, stalled (no gradient, below the floor, or steps absorbed), limit (a probe did not rest), diverged:EPOCH; "
        "rests:EPOCH, stalled:EPOCH, limit:EPOCH: nothing has changed since that epoch",
        false};
}

}  // namespace ulpfield::study
