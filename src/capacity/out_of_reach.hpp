#pragma once
#include <stdexcept>

namespace ulpfield::capacity {

/// A cell that would cost more than the caller allows: what() says the cost.
class out_of_reach : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

}  // namespace ulpfield::capacity
