#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "studies/capacity/quantity.hpp"
#include "studies/compare/states.hpp"
#include "studies/shared/axes.hpp"
#include "studies/shared/memory_file.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/capacity/overlap.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::study {

/// A number with the text it was typed as.
struct typed_rational {
    std::string text;
    rational value;
};

/// One cell: a quantity at one setting, by all its methods (one row for every method). What the quantity does not
/// depend on is 0.
struct capacity_cell {
    capacity_quantity const* quantity = nullptr;
    capacity::setting where;
    std::int64_t n = 0;  ///< order of F, as the table shows it
    std::int64_t K = 0;
    typed_rational delta;
    typed_rational epsilon;
    tie_rule tie = tie_rule::plus;
    std::vector<capacity::method> methods;
};

/// The options of `capacity`. A cell is a quantity at a value of every axis that quantity depends on.
struct capacity_axes : axis_set {
    axis<capacity_quantity const*> quantity;
    axis<std::int64_t> N = neurons_axis(*this, "100", 10'000'000);
    axis<std::int64_t> n = order_axis(*this, "3", 1000);
    axis<std::int64_t> K;
    axis<typed_rational> delta;
    axis<typed_rational> epsilon;
    axis<interaction> F;
    axis<capacity::method> methods;
    axis<capacity::criterion> rule;
    axis<capacity::sides> which;
    axis<tie_rule> tie = tie_axis(*this, "exactly", " (stable, recall)");
    axis<typed_rational> corruption;  ///< of recall: probability that a bit is flipped
    axis<std::int64_t> trials;
    memory_file_axes file{*this};  ///< of stable and recall: one's own network
    axis<state_source> states;     ///< of recall: a file of states, or `memory` as --corruption has it
    axis<std::int64_t> digits;
    axis<std::uint64_t> seed = seed_axis(*this);
    axis<std::string> layout;

    capacity_axes();

    /// Trials of recall: a file's rows are its trials.
    [[nodiscard]] std::int64_t trials_of_recall() const {
        return states->file ? static_cast<std::int64_t>(states->file->K()) : *trials;
    }

    [[nodiscard]] std::uint64_t cells() const { return cells_.size(); }
    [[nodiscard]] place at(std::uint64_t cell) const;
    [[nodiscard]] capacity_cell cell_at(place const& at) const;
    /// True if the cells of a quantity depend on this axis.
    [[nodiscard]] bool depends(capacity_quantity const& on, any_axis const& of) const;

protected:
    void check(arguments const& given) override;

private:
    void refuse_unused() const;
    void read_files();
    /// The axes inside that of the quantities, outermost first, each cut to one value where `of` does not depend on it.
    [[nodiscard]] grid grid_of(capacity_quantity const& of) const;
    /// F of its order, by their positions on the axes.
    [[nodiscard]] interaction function_of(capacity_quantity const& on, std::size_t of_F, std::size_t of_n) const;
    /// Numbers the cells that have a method.
    void list_cells();

    std::vector<std::pair<std::size_t, std::uint64_t>> cells_;  ///< quantity, number in its grid
    std::vector<grid> grids_;                                   ///< of every quantity
};

}  // namespace ulpfield::study
