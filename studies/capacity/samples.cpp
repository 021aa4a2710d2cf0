#include "studies/capacity/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "study/cell_share.hpp"
#include "study/portion.hpp"

namespace ulpfield::study {

capacity_samples::capacity_samples(capacity_cell const& cell, capacity_axes const& options,
                                   std::string const& unfinished)
    : cell_(&cell), options_(&options), recall_(cell.quantity->name == "recall") {
    if (unfinished.empty()) return;
    if (!recall_) {
        bits_ = capacity::sample::parse(unfinished);
        return;
    }
    std::istringstream words(unfinished);
    if (!(words >> recalls_.trials >> recalls_.recalled))
        throw std::invalid_argument("not the sums of a recall: " + unfinished);
}

std::string capacity_samples::advance(std::stop_token const& stop) {
    portion part(stop);
    while (done() < *options_->trials) {
        if (part.over()) return text();
        if (draw(stop)) part.step_done();
        cell_share_done(done(), *options_->trials);
    }
    return {};
}

bool capacity_samples::draw(std::stop_token const& stop) {
    std::int64_t const count = std::min<std::int64_t>(recall_ ? 1 : 16, *options_->trials - done());
    if (recall_) {
        capacity::recall_sample const drawn =
            capacity::recall(cell_->where, cell_->K, options_->corruption->value, *options_->seed, done(), count, stop);
        if (drawn.trials != count) return false;
        recalls_ += drawn;
    } else {
        capacity::sample const drawn = capacity::draw(cell_->where, cell_->K, *options_->seed, done(), count, stop);
        if (drawn.trials != count) return false;
        bits_ += drawn;
    }
    return true;
}

std::string capacity_samples::text() const {
    return recall_ ? fmt::format("{} {}", recalls_.trials, recalls_.recalled) : bits_.text();
}

}  // namespace ulpfield::study
