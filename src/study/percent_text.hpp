#pragma once
#include <cstdint>
#include <string>

namespace ulpfield::study {

/// A share in percent as sentences print it, "0.35 %": two significant digits of the share, or of what is missing to
/// 100 % where the share is above 99 % ("99.65 %"). Never an exponent. "0 %" is none (also of a whole of 0) and
/// "100 %" is all: no other share is rounded to them.
[[nodiscard]] std::string percent_text(std::uint64_t part, std::uint64_t whole);

}  // namespace ulpfield::study
