#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// u_i = 0 is impossible exactly where K is odd and N even or n odd (polynomial F).
[[nodiscard]] claim tie_parity_claim();

}  // namespace ulpfield::study
