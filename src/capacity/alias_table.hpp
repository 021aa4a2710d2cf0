#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ulpfield::capacity {

/// Values drawn with given probabilities from one 64-bit word each: the top bits choose a column of a table of 2^k, the
/// others between its two values. Source: Walker 1977, Vose 1991.
class alias_table {
public:
    alias_table(std::vector<double> const& values, std::vector<double> probability)
        : bits_(std::max(1U, static_cast<unsigned>(std::bit_width(values.size() - 1)))) {
        std::size_t const size = std::size_t{1} << bits_;
        probability.resize(size, 0.0);
        column_.resize(size);
        std::vector<std::size_t> small;
        std::vector<std::size_t> large;
        auto const value = [&](std::size_t i) { return i < values.size() ? values[i] : 0.0; };
        for (std::size_t i = 0; i < size; ++i) {
            probability[i] *= static_cast<double>(size);
            column_[i].own = value(i);
            (probability[i] < 1 ? small : large).push_back(i);
        }
        double const whole = std::ldexp(1.0, static_cast<int>(64 - bits_));
        auto const limit = [&](double share) {
            return share >= 1 ? ~std::uint64_t{0} : static_cast<std::uint64_t>(share * whole);
        };
        while (!small.empty() && !large.empty()) {
            std::size_t const less = small.back();
            std::size_t const more = large.back();
            small.pop_back();
            column_[less].limit = limit(probability[less]);
            column_[less].other = value(more);
            probability[more] -= 1 - probability[less];
            if (probability[more] < 1) {
                large.pop_back();
                small.push_back(more);
            }
        }
        for (std::vector<std::size_t> const& rest : {small, large})
            for (std::size_t const i : rest) column_[i].limit = ~std::uint64_t{0};
    }

    [[nodiscard]] double operator()(std::uint64_t word) const {
        column const& at = column_[word >> (64 - bits_)];
        return (word << bits_ >> bits_) < at.limit ? at.own : at.other;
    }

private:
    struct column {
        std::uint64_t limit = 0;
        double own = 0;
        double other = 0;
    };
    unsigned bits_;
    std::vector<column> column_;
};

}  // namespace ulpfield::capacity
