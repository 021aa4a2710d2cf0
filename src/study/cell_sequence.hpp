#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "study/shard.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// The cells of one shard in increasing order. The M shards are disjoint, cover every cell and cost nearly the same.
/// Cells are sorted into classes of equal cost up to 1/16. Classes are assigned from most to least costly; left-over
/// cells go to the least loaded shards.
/// Memory: 8 bytes per class and shard, whatever the number of cells; at most 16 classes per factor of two between the
/// least and the most costly cell. Time: cost() twice per cell. Integers and IEEE sums only: the same on every machine.
class cell_sequence {
public:
    /// cost() of a cell must be finite and > 0: std::logic_error.
    cell_sequence(planned_study const& source, shard const& part);

    /// The next cell, until there is none. A copy starts where the original stands and goes its own way.
    [[nodiscard]] std::optional<std::uint64_t> next();

    [[nodiscard]] std::uint64_t cells() const { return cells_; }
    [[nodiscard]] double cost() const { return cost_; }

private:
    struct cost_class {
        std::uint64_t cells = 0;
        std::uint64_t dealt_evenly = 0;        // the first so many cells go round all shards in turn
        std::vector<std::uint64_t> remainder;  // the shards (from 0) that get the others, in order
    };
    using deal = std::map<int, cost_class>;

    planned_study const* source_;
    shard part_;
    std::shared_ptr<deal const> deal_;
    std::map<int, std::uint64_t> met_;  // cells of each class passed so far
    std::uint64_t position_ = 0;
    std::uint64_t cells_ = 0;
    double cost_ = 0;
};

}  // namespace ulpfield::study
