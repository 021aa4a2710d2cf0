#pragma once
#include "ulpfield/number/integer.hpp"

namespace ulpfield::capacity {

/// What answer::fraction points to. A header of its own: users of decimals need no big-number header.
struct exact_fraction {
    rational value;
};

}  // namespace ulpfield::capacity
