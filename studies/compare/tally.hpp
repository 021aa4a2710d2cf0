#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Totals of one format under one scaling, over all rows.
struct compare_tally {
    std::string format;
    std::string scaling;
    std::uint64_t decisions = 0;
    std::uint64_t wrong = 0;
    std::uint64_t ties = 0;
    std::uint64_t ties_broken = 0;
    std::uint64_t nan = 0;
    std::uint64_t wrong_endings = 0;
    std::uint64_t relaxations = 0;
    /// Smallest n at which it happened, and the N of that row.
    using first_order = std::optional<std::pair<std::uint64_t, std::uint64_t>>;
    first_order overflow = {};
    first_order vanished = {};
    first_order wrong_beyond_ties = {};
};

/// One for each format and scaling, in the order of the rows; rows of cells that failed are left out.
[[nodiscard]] std::vector<compare_tally> compare_tallies(results const& rows);

/// The tallies as a table short enough for a terminal, under a line with the settings of the rows.
[[nodiscard]] short_table compare_summary(results const& rows, arguments const& given);

}  // namespace ulpfield::study
