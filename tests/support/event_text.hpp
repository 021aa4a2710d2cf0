#pragma once
#include <string>

#include "ulpfield/number/events.hpp"

namespace ulpfield::test {

/// The four counts, for messages.
[[nodiscard]] inline std::string event_text(event_counts const& events) {
    return "overflow " + std::to_string(events.overflow) + ", underflow " + std::to_string(events.underflow) +
           ", invalid " + std::to_string(events.invalid) + ", inexact " + std::to_string(events.inexact);
}

}  // namespace ulpfield::test
