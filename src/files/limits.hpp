#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace ulpfield {

/// What a file of patterns may hold at most; checked before anything is allocated.
constexpr std::size_t most_neurons = 1'000'000;
constexpr std::size_t most_patterns = 100'000'000;

constexpr std::string_view accepted_counts = "K from 1 to 100000000 patterns of N from 1 to 1000000 neurons";

}  // namespace ulpfield
