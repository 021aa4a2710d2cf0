#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Per kind of model the share retrieved and the share flawless against the load: K/N for powers, log2(K)/N for
/// exponentials, with the marks of theory.
[[nodiscard]] std::vector<figure> recall_figures(results const& rows, arguments const& given);

}  // namespace ulpfield::study
