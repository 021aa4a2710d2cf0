#pragma once
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace ulpfield::study {

/// The product of several axes, numbered row by row: the last axis runs fastest. Never held in memory as a whole.
class grid {
public:
    /// Sizes of the axes, outermost first. The product must fit 63 bits.
    explicit grid(std::vector<std::size_t> sizes) : sizes_(std::move(sizes)) {
        for (std::size_t const size : sizes_)
            if (__builtin_mul_overflow(cells_, static_cast<std::uint64_t>(size), &cells_) || cells_ >> 63 != 0)
                throw std::length_error("the grid has more than 2^63 cells");
    }

    [[nodiscard]] std::uint64_t cells() const { return cells_; }

    /// Index on every axis of cell 0..cells()-1.
    [[nodiscard]] std::vector<std::size_t> at(std::uint64_t cell) const {
        std::vector<std::size_t> index(sizes_.size());
        for (std::size_t axis = sizes_.size(); axis-- > 0;) {
            index[axis] = static_cast<std::size_t>(cell % sizes_[axis]);
            cell /= sizes_[axis];
        }
        return index;
    }

private:
    std::vector<std::size_t> sizes_;
    std::uint64_t cells_ = 1;
};

}  // namespace ulpfield::study
