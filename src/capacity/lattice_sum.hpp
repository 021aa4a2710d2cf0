#pragma once
#include <cstdint>
#include <vector>

#include "capacity/working_precision.hpp"

namespace ulpfield::capacity {

/// How the roots of unity of each node come from those of the node before: by as many steps as the gap between them,
/// through the step's powers of two; 0: computed anew, after a wide gap or thousands of steps (each adds its rounding).
class node_steps {
public:
    static constexpr unsigned powers = 12;
    static constexpr long most_steps = 4096;

    explicit node_steps(std::vector<std::uint64_t> const& nodes) {
        long since = 0;
        for (std::size_t k = 0; k < nodes.size(); ++k) {
            std::uint64_t const gap = k == 0 ? 0 : nodes[k] - nodes[k - 1];
            bool const anew = k == 0 || gap >> powers != 0 || since >= most_steps;
            gap_.push_back(anew ? 0 : static_cast<std::uint16_t>(gap));
            since = anew ? 0 : since + std::popcount(gap);
            longest_ = std::max(longest_, since);
            if (!anew) used_ = std::max(used_, static_cast<unsigned>(std::bit_width(gap)));
        }
    }

    [[nodiscard]] unsigned gap(std::size_t k) const { return gap_[k]; }
    /// The most multiplications in a row.
    [[nodiscard]] long longest() const { return longest_; }
    /// Powers of two that occur: 2^0 .. 2^(used-1).
    [[nodiscard]] unsigned used() const { return used_; }

private:
    std::vector<std::uint16_t> gap_;
    long longest_ = 0;
    unsigned used_ = 0;
};

/// The terms that count, relative to M(theta), and where the sum is taken.
struct lattice_terms {
    std::vector<mpfr_value> even;
    std::vector<mpfr_value> odd;
    std::vector<std::uint64_t> reduced;  ///< sizes mod L
    std::uint64_t threshold = 0;         ///< A/g mod L
    std::uint64_t L = 0;
    std::int64_t K = 0;
    double theta = 0;
    bool tie = false;
};

/// sum over the nodes j and their conjugates L-j of Re[psi^(K-1) e^{-i phi a} coth(z/2)/2], at the working precision.
[[nodiscard]] mpfr_value node_sum(lattice_terms const& of, std::vector<std::uint64_t> const& nodes,
                                  node_steps const& steps);

/// The same with |psi| <= 1 and all roots of unity in fixed point: some forty times faster. Only coth, which can be
/// large, is a floating-point number.
[[nodiscard]] mpfr_value node_sum_in_fixed_point(lattice_terms const& of, std::vector<std::uint64_t> const& nodes,
                                                 node_steps const& steps);

}  // namespace ulpfield::capacity
