#pragma once
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "studies/capacity/axes.hpp"
#include "ulpfield/capacity/importance.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/recall.hpp"

namespace ulpfield::study {

/// Which samples a cell needs.
struct sampled_methods {
    bool monte_carlo = true;
    bool importance = false;
};

/// The trials of one cell's Monte Carlo, drawn bit by bit: sums of integers, so any portions give the same.
class capacity_samples {
public:
    /// Goes on from what `advance` gave before; empty: from the start. Any other text: std::invalid_argument.
    capacity_samples(capacity_cell const& cell, capacity_axes const& options, sampled_methods const& which,
                     std::string const& unfinished);

    /// Draws a portion (study/portion.hpp); empty when all trials are drawn, else what to go on from.
    [[nodiscard]] std::string advance(std::stop_token const& stop);

    [[nodiscard]] capacity::sample const& bits() const { return bits_; }
    [[nodiscard]] capacity::recall_sample const& recalls() const { return recalls_; }

    /// By importance sampling; refused where it does not apply.
    [[nodiscard]] capacity::answer importance_estimate(int digits) const;

private:
    /// The next trials; false: asked to stop before they were drawn, and nothing is added.
    [[nodiscard]] bool draw(std::stop_token const& stop);
    [[nodiscard]] capacity::recall_sample draw_recall(std::int64_t count, std::stop_token const& stop) const;
    [[nodiscard]] std::int64_t trials() const;
    [[nodiscard]] std::int64_t done() const { return recall_ ? recalls_.trials : bits_.trials; }
    [[nodiscard]] std::string text() const;

    capacity_cell const* cell_;
    capacity_axes const* options_;
    bool recall_;
    capacity::sample bits_;
    capacity::recall_sample recalls_;
    sampled_methods which_;
    std::optional<capacity::importance_sampler> sampler_;
    std::string no_importance_;  ///< why not
    capacity::importance_sums importance_;
};

}  // namespace ulpfield::study
