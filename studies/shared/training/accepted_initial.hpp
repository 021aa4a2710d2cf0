#pragma once
#include <string_view>

namespace ulpfield::study {

/// What --initial takes, for help and messages.
inline constexpr std::string_view accepted_initial =
    "normal:MEAN:STD, uniform:LO:HI, or a .npy or .csv file of K x N entries in [-1, 1]";

}  // namespace ulpfield::study
