#pragma once
#include <vector>

#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// Every claim there is, in the order of `verify --list`. A new one adds its line in claims.cpp.
[[nodiscard]] std::vector<claim> const& registered_claims();

}  // namespace ulpfield::study
