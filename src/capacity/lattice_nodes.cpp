#include "capacity/lattice_nodes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <string>

#include "capacity/out_of_reach.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

constexpr double pi = std::numbers::pi;

/// Arcs of nodes are halved until a bound settles them. On an arc of half-width r turns around c a term moves by at
/// most 2 sin(pi size r) times its weight, and adds its weight at most:
///   |psi| <= |sum over small sizes at c| + sum over small sizes of their moves + sum over large sizes of their
///   weights.
/// So wide arcs fall by the small sizes alone, and each size further up is asked only where the smaller ones align.
class node_search {
public:
    node_search(std::vector<lattice_term> const& terms, std::uint64_t L, double least, double most_terms)
        : L_(L), least_(least), budget_(most_terms) {
        std::vector<lattice_term const*> order;
        for (lattice_term const& x : terms) order.push_back(&x);
        std::sort(order.begin(), order.end(),
                  [](lattice_term const* a, lattice_term const* b) { return a->even < b->even; });
        double dropped = 0;
        std::size_t first = 0;
        while (first < order.size() && dropped + order[first]->even < 1e-3 * (1 - least))
            dropped += order[first++]->even;
        // Rounding of the double evaluation: 1e-13 per term's weight, generously.
        slack_ = dropped * 1.0000001 + 1e-12;
        for (; first < order.size(); ++first) {
            lattice_term const& x = *order[first];
            kept_.push_back({x.size, x.even, x.odd > 1e-14 ? x.odd : 0.0, x.wrapped, x.reduced});
            if (x.odd <= 1e-14) slack_ += x.odd;
        }
        std::sort(kept_.begin(), kept_.end(), [](wave const& a, wave const& b) { return a.size < b.size; });
        reach_.resize(80);
    }

    std::vector<std::uint64_t> run() {
        scan(0, L_ / 2);
        std::sort(found_.begin(), found_.end());
        return found_;
    }
    [[nodiscard]] double spent() const { return spent_; }

private:
    /// What the search needs of a term.
    struct wave {
        double size, even, odd;
        std::uint64_t wrapped, reduced;
    };
    /// How arcs of one depth are bounded: by the first `small` terms, which move by `moves`, and the rest's weights.
    struct extent {
        double half_width = -1;
        std::size_t small = 0;
        double above_sum = 0;  // moves + rest
    };

    /// |sum of the first `count` terms| at the angle 2 pi turn/2^64; size*turn mod 2^64 is exact.
    double magnitude_at_turn(std::uint64_t turn, std::size_t count) {
        double real = 0;
        double imaginary = 0;
        for (std::size_t i = 0; i < count; ++i) {
            wave const& x = kept_[i];
            double const angle = static_cast<double>(static_cast<std::int64_t>(x.wrapped * turn)) * (pi * 0x1p-63);
            real += x.even * std::cos(angle);
            if (x.odd > 0) imaginary += x.odd * std::sin(angle);
        }
        spend(count);
        return std::hypot(real, imaginary);
    }

    double magnitude_at_node(std::uint64_t j) {
        double real = 0;
        double imaginary = 0;
        for (wave const& x : kept_) {
            double const angle = static_cast<double>(multiply_mod(x.reduced, j, L_)) / static_cast<double>(L_) * 2 * pi;
            real += x.even * std::cos(angle);
            if (x.odd > 0) imaginary += x.odd * std::sin(angle);
        }
        spend(kept_.size());
        return std::hypot(real, imaginary);
    }

    void spend(std::size_t count) {
        stop_point();
        spent_ += static_cast<double>(count + 1);
        if (spent_ > budget_)
            throw out_of_reach("the lattice sum needs more than " + std::to_string(static_cast<long>(budget_ / 1e6)) +
                               " million cosines to find its nodes (" + std::to_string(L_) + " nodes in all)");
    }

    void measure(extent& of, double half_width) const {
        of.half_width = half_width;
        of.small = 0;
        of.above_sum = 0;
        for (wave const& x : kept_) {
            double const half_angle = pi * x.size * half_width;
            bool const is_small = half_angle < pi / 6;
            of.above_sum += is_small ? x.even * 2 * std::sin(half_angle) : x.even;
            of.small += is_small ? 1 : 0;
        }
        of.above_sum = of.above_sum * 1.0000001 + slack_;
    }

    void scan(std::uint64_t first, std::uint64_t last) {
        struct arc {
            std::uint64_t first, last;
            int depth;
        };
        std::vector<arc> open{{first, last, 0}};
        while (!open.empty()) {
            arc const now = open.back();
            open.pop_back();
            std::uint64_t const count = now.last - now.first + 1;
            stop_point();
            if (count <= 2) {
                for (std::uint64_t j = now.first; j <= now.last; ++j)
                    if (magnitude_at_node(j) + slack_ >= least_) {
                        found_.push_back(j);
                        if (found_.size() > 2'000'000)
                            throw out_of_reach("the lattice sum has more than 2 million nodes that matter");
                    }
                continue;
            }
            // Arcs of one depth have the same length within one node: what holds two nodes further out holds for all.
            extent& bound = reach_[static_cast<std::size_t>(now.depth)];
            if (bound.half_width < 0)
                measure(bound, (static_cast<double>(count) + 2) / static_cast<double>(L_) / 2 * 1.0000001 + 0x1p-62);
            if (bound.above_sum < least_) {
                // The arc's middle, rounded down to 2^-64 turns.
                auto const turn =
                    static_cast<std::uint64_t>((static_cast<unsigned __int128>(now.first + now.last) << 63) / L_);
                if (magnitude_at_turn(turn, bound.small) + bound.above_sum < least_) continue;
            }
            std::uint64_t const middle = now.first + count / 2;
            open.push_back({middle, now.last, now.depth + 1});
            open.push_back({now.first, middle - 1, now.depth + 1});
        }
    }

    std::vector<wave> kept_;
    std::vector<extent> reach_;
    std::uint64_t L_;
    double least_;
    double slack_ = 0;
    double budget_;
    double spent_ = 0;
    std::vector<std::uint64_t> found_;
};

}  // namespace

std::vector<std::uint64_t> nodes_that_matter(std::vector<lattice_term> const& terms, std::uint64_t L, double least,
                                             double most_terms) {
    return node_search(terms, L, least, most_terms).run();
}

}  // namespace ulpfield::capacity
