#pragma once
#include <cstddef>

/// Columns of a row of `verify`.
namespace ulpfield::study::verify_columns {

inline constexpr std::size_t claim_name = 0, interaction_name = 1, arithmetic = 2, order = 3, neurons_text = 4,
                             memories_text = 5, factor = 6, violated = 9, verdict = 11, example = 12;

}  // namespace ulpfield::study::verify_columns
