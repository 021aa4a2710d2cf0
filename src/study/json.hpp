#pragma once
#include <string>
#include <string_view>

namespace ulpfield {

/// The text as a JSON string, quotes included; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace ulpfield
