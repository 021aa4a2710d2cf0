#include "studies/capacity/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "study/cell_share.hpp"
#include "study/portion.hpp"
#include "ulpfield/capacity/stored.hpp"

namespace ulpfield::study {

namespace {

constexpr char between = '|';  // the sums of Monte Carlo, then those of importance sampling

}  // namespace

capacity_samples::capacity_samples(capacity_cell const& cell, capacity_axes const& options,
                                   sampled_methods const& which, std::string const& unfinished)
    : cell_(&cell), options_(&options), recall_(cell.quantity->name == "recall"), which_(which) {
    if (which_.importance) try {
            sampler_.emplace(cell.where, cell.K);
        } catch (std::domain_error const& reason) {
            no_importance_ = reason.what();
        }
    if (unfinished.empty()) return;
    auto const bar = unfinished.find(between);
    std::string const sums = unfinished.substr(0, bar);
    if (bar != std::string::npos) importance_ = capacity::importance_sums::parse(unfinished.substr(bar + 1));
    if (!recall_) {
        bits_ = capacity::sample::parse(sums);
        return;
    }
    std::istringstream words(sums);
    if (!(words >> recalls_.trials >> recalls_.recalled))
        throw std::invalid_argument("not the sums of a recall: " + unfinished);
}

std::string capacity_samples::advance(std::stop_token const& stop) {
    portion part(stop);
    while (which_.monte_carlo && done() < trials()) {
        if (part.over()) return text();
        if (draw(stop)) part.step_done();
        cell_share_done(done(), trials());
    }
    while (sampler_ && importance_.trials < *options_->trials) {
        if (part.over()) return text();
        std::int64_t const count = std::min<std::int64_t>(16, *options_->trials - importance_.trials);
        capacity::importance_sums const drawn = sampler_->draw(*options_->seed, importance_.trials, count, stop);
        if (drawn.trials != count) continue;
        importance_ += drawn;
        part.step_done();
    }
    return {};
}

capacity::answer capacity_samples::importance_estimate(int digits) const {
    return sampler_ ? sampler_->estimate(importance_, digits) : capacity::answer::refused(no_importance_);
}

bool capacity_samples::draw(std::stop_token const& stop) {
    std::int64_t const count = std::min<std::int64_t>(recall_ ? 1 : 16, trials() - done());
    if (recall_) {
        capacity::recall_sample const drawn = draw_recall(count, stop);
        if (drawn.trials != count) return false;
        recalls_ += drawn;
    } else {
        capacity::sample const drawn =
            capacity::draw(cell_->where, cell_->K, *options_->seed, done(), count, stop, cell_->tie);
        if (drawn.trials != count) return false;
        bits_ += drawn;
    }
    return true;
}

std::int64_t capacity_samples::trials() const { return recall_ ? options_->trials_of_recall() : *options_->trials; }

capacity::recall_sample capacity_samples::draw_recall(std::int64_t count, std::stop_token const& stop) const {
    rational const& P = options_->corruption->value;
    if (options_->file.memories())
        return capacity::recall_stored(cell_->where.F, options_->file.memories(), options_->states->file.get(), P,
                                       *options_->seed, done(), count, stop, cell_->tie);
    return capacity::recall(cell_->where, cell_->K, P, *options_->seed, done(), count, stop, cell_->tie);
}

std::string capacity_samples::text() const {
    std::string const sums = recall_ ? fmt::format("{} {}", recalls_.trials, recalls_.recalled) : bits_.text();
    return which_.importance ? sums + between + importance_.text() : sums;
}

}  // namespace ulpfield::study
