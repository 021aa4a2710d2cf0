#pragma once
#include <optional>
#include <string>

#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// The similarity whose term is watched for underflow (--similarity): a positive rational, or the square root of N, the
/// typical size of a random overlap.
struct similarity_value {
    std::optional<ratio> number = ratio{1, 1};  ///< empty: sqrt(N)

    [[nodiscard]] std::string text() const { return number ? number->text() : "sqrt"; }
};

}  // namespace ulpfield
