#pragma once
#include <vector>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/observed.hpp"
#include "ulpfield/sum/sum_order.hpp"

namespace ulpfield {

/// The sum of these terms in fp32, rounded once to their format.
template <rounding_real Number>
[[nodiscard]] Number summed_in_single(sum::sum_order const& order, std::vector<Number> const& terms) {
    using single = like_observed<Number, float>;
    std::vector<single> converted;
    converted.reserve(terms.size());
    for (Number const& term : terms) converted.push_back(convert<single>(term));
    return convert<Number>(sum::summed<single>(order, converted));
}

}  // namespace ulpfield
