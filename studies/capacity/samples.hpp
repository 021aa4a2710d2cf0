#pragma once
#include <cstdint>
#include <stop_token>
#include <string>

#include "studies/capacity/axes.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/recall.hpp"

namespace ulpfield::study {

/// The trials of one cell's Monte Carlo, drawn bit by bit: sums of integers, so any portions give the same.
class capacity_samples {
public:
    /// Goes on from what `advance` gave before; empty: from the start. Any other text: std::invalid_argument.
    capacity_samples(capacity_cell const& cell, capacity_axes const& options, std::string const& unfinished);

    /// Draws a portion (study/portion.hpp); empty when all trials are drawn, else what to go on from.
    [[nodiscard]] std::string advance(std::stop_token const& stop);

    [[nodiscard]] capacity::sample const& bits() const { return bits_; }
    [[nodiscard]] capacity::recall_sample const& recalls() const { return recalls_; }

private:
    /// The next trials; false: asked to stop before they were drawn, and nothing is added.
    [[nodiscard]] bool draw(std::stop_token const& stop);
    [[nodiscard]] std::int64_t done() const { return recall_ ? recalls_.trials : bits_.trials; }
    [[nodiscard]] std::string text() const;

    capacity_cell const* cell_;
    capacity_axes const* options_;
    bool recall_;
    capacity::sample bits_;
    capacity::recall_sample recalls_;
};

}  // namespace ulpfield::study
