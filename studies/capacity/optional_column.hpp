#pragma once
#include <algorithm>
#include <string_view>

#include "study/study.hpp"

namespace ulpfield::study {

/// Whether the rows have the column of an option that is shown only where it was typed.
[[nodiscard]] inline bool has_column(results const& rows, std::string_view name) {
    auto const& columns = rows.columns();
    return std::any_of(columns.begin(), columns.end(), [&](column const& one) { return one.name == name; });
}

}  // namespace ulpfield::study
