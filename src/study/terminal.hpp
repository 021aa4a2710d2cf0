#pragma once
#include <cstddef>
#include <optional>

namespace ulpfield::study {

/// Characters of a line on the terminal behind the descriptor, 80 where it does not say; none: it is no terminal.
[[nodiscard]] std::optional<std::size_t> terminal_width(int descriptor);

}  // namespace ulpfield::study
