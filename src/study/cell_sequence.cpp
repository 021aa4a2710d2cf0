#include "study/cell_sequence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace ulpfield::study {
namespace {

constexpr int classes_per_octave = 16;

double checked_cost(planned_study const& source, std::uint64_t cell) {
    double const cost = source.cost(cell);
    if (!std::isfinite(cost) || cost <= 0)
        throw std::logic_error(fmt::format("cost({}) is {}; a study's costs are finite and > 0", cell, cost));
    return cost;
}

// Exact (frexp, no logarithm), so that every machine sorts a cell into the same class.
int class_of(double cost) {
    int exponent = 0;
    double const fraction = std::frexp(cost, &exponent);  // in [1/2, 1)
    return exponent * classes_per_octave + static_cast<int>((2 * fraction - 1) * classes_per_octave);
}

double least_cost_of(int cost_class) {
    int const exponent = (cost_class >= 0 ? cost_class : cost_class - (classes_per_octave - 1)) / classes_per_octave;
    int const step = cost_class - exponent * classes_per_octave;
    return std::ldexp(1.0 + static_cast<double>(step) / classes_per_octave, exponent - 1);
}

}  // namespace

cell_sequence::cell_sequence(planned_study const& source, shard const& part) : source_(&source), part_(part) {
    std::uint64_t const all = source.cells();
    if (part.whole()) {
        cells_ = all;
        for (std::uint64_t cell = 0; cell < all; ++cell) cost_ += checked_cost(source, cell);
        return;
    }
    auto dealing = std::make_shared<deal>();
    for (std::uint64_t cell = 0; cell < all; ++cell) ++(*dealing)[class_of(checked_cost(source, cell))].cells;

    std::vector<double> load(part.count, 0.0);
    std::vector<std::uint64_t> by_load(part.count);
    for (std::uint64_t index = 0; index < part.count; ++index) by_load[index] = index;
    for (auto dearest = dealing->rbegin(); dearest != dealing->rend(); ++dearest) {
        auto& [number, the_class] = *dearest;
        std::uint64_t const rounds = the_class.cells / part.count;
        std::uint64_t const rest = the_class.cells % part.count;
        the_class.dealt_evenly = rounds * part.count;
        double const each = least_cost_of(number);
        for (double& sum : load) sum += each * static_cast<double>(rounds);
        std::sort(by_load.begin(), by_load.end(),
                  [&](std::uint64_t a, std::uint64_t b) { return load[a] != load[b] ? load[a] < load[b] : a < b; });
        the_class.remainder.assign(by_load.begin(), by_load.begin() + static_cast<std::ptrdiff_t>(rest));
        for (std::uint64_t const index : the_class.remainder) load[index] += each;
        bool const takes_one = std::find(the_class.remainder.begin(), the_class.remainder.end(), part.index - 1) !=
                               the_class.remainder.end();
        cells_ += rounds + (takes_one ? 1 : 0);
    }
    cost_ = load[part.index - 1];
    deal_ = std::move(dealing);
}

std::optional<std::uint64_t> cell_sequence::next() {
    std::uint64_t const all = source_->cells();
    while (position_ < all) {
        std::uint64_t const cell = position_++;
        if (part_.whole()) return cell;
        int const number = class_of(source_->cost(cell));
        cost_class const& the_class = deal_->at(number);
        std::uint64_t const place = met_[number]++;
        std::uint64_t const owner =
            place < the_class.dealt_evenly ? place % part_.count : the_class.remainder[place - the_class.dealt_evenly];
        if (owner == part_.index - 1) return cell;
    }
    return std::nullopt;
}

}  // namespace ulpfield::study
