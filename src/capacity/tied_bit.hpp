#pragma once
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield::capacity {

/// 2 w: twice the probability that a fair bit whose gap is 0 keeps its value.
[[nodiscard]] constexpr int stable_halves(tie_rule tie) {
    switch (tie) {
        case tie_rule::plus:
        case tie_rule::minus:
            return 1;
        case tie_rule::keep:
            return 2;
        case tie_rule::zero:
        case tie_rule::flip:
            break;
    }
    return 0;
}

}  // namespace ulpfield::capacity
