#include "rule/overlap_filter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rule/lane_sums.hpp"
#include "rule/masked_sum.hpp"

namespace ulpfield {

namespace {

/// value 2^-scale; what falls below 2^-1000 becomes zero (the bounds allow for it).
double scaled(double significand, std::int64_t exponent, std::int64_t scale) {
    std::int64_t const e = exponent - scale;
    if (significand == 0 || e < -1000) return 0;
    return significand * std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52);
}

}  // namespace

overlap_filter::overlap_filter(bipolar_patterns const& zeta, summation const& sum)
    : zeta_(zeta),
      summation_(sum),
      words_((zeta.K() + 63) / 64),
      columns_(zeta.N() * words_),
      mask_(words_),
      sigma_(zeta.N()),
      s_(64 * words_),
      state_bounds_(zeta.K()),
      table_(zeta.N() + 1),
      totals_(zeta.N() + 1),
      weights_(zeta.N() + 1),
      bounds_(zeta.N() + 1, -1),
      state_weights_(64 * words_) {
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        auto const row = zeta.row(mu);
        std::uint64_t const bit = std::uint64_t{1} << (mu % 64);
        for (std::size_t word = 0; word < row.size(); ++word)
            for (std::uint64_t bits = row[word]; bits != 0; bits &= bits - 1) {
                std::size_t const i = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
                columns_[i * words_ + mu / 64] |= bit;
            }
    }
}

void overlap_filter::set_state(std::span<std::int8_t const> sigma) {
    check_state(sigma, zeta_.N());
    sigma_.assign(sigma.begin(), sigma.end());
    s_ = zeta_.overlaps(sigma);
    s_.resize(64 * words_);
    refresh();
}

void overlap_filter::flip(std::size_t i) {
    static_assert(sizeof(unsigned long long) == sizeof(std::uint64_t));
    turn_overlaps(s_.data(), reinterpret_cast<unsigned long long const*>(columns_.data() + i * words_), s_.size(),
                  2 * sigma_[i]);
    sigma_[i] = static_cast<std::int8_t>(-sigma_[i]);
    refresh();
}

std::optional<int> overlap_filter::certain_sign(std::size_t i, bool all_memories) {
    if (!usable_) return std::nullopt;
    std::uint64_t const* const column = columns_.data() + i * words_;
    double sum = 0;
    for (std::size_t k = 0; k < dominant_count_; ++k) {
        std::size_t const mu = dominant_[k];
        bool const agrees = ((column[mu / 64] >> (mu % 64) & 1) != 0) == (sigma_[i] > 0);
        std::size_t const index = index_of(s_[mu]);
        sum += agrees ? totals_[index] : totals_[index] - weights_[index];
    }
    if (sum > rest_) return sigma_[i];
    if (sum < -rest_) return -sigma_[i];

    if (!all_memories || 8 * static_cast<double>(K()) * summation_.unit > 1) return std::nullopt;
    if (!weights_known_) sum_all_weights();
    disagreement(i);
    double const gap = total_ - masked_sum(state_weights_.data(), mask_.data(), words_);
    if (gap > bound_) return sigma_[i];
    if (gap < -bound_) return -sigma_[i];
    return std::nullopt;
}

void overlap_filter::disagreement(std::size_t i) {
    std::uint64_t const* const column = columns_.data() + i * words_;
    std::uint64_t const flip_all = sigma_[i] > 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t word = 0; word < words_; ++word) mask_[word] = column[word] ^ flip_all;
    if (K() % 64 != 0) mask_.back() &= (std::uint64_t{1} << (K() % 64)) - 1;
}

void overlap_filter::rescale(std::int64_t exponent) {
    scale_ = exponent;
    std::fill(bounds_.begin(), bounds_.end(), -1);
}

/// Values of an overlap met for the first time. False: they are too large for the present scale, which has been
/// changed.
bool overlap_filter::fill(std::size_t index) {
    auto& exact = table_[index];
    if (!exact) exact = filter_values_at(2 * static_cast<int>(index) - N());
    std::int64_t const exponent = std::max(exact->total.exponent, exact->weight.exponent);
    if (exponent > scale_ + 20) {
        rescale(exponent);
        return false;
    }
    if (!exact->finite) {
        bounds_[index] = std::numeric_limits<double>::infinity();
        return true;
    }
    double const total = scaled(exact->total.significand, exact->total.exponent, scale_);
    double const weight = scaled(exact->weight.significand, exact->weight.exponent, scale_);
    totals_[index] = total;
    weights_[index] = weight;
    // |D(s+1)| = |W - D(s-1)|; a little more than the magnitudes covers their errors and what was dropped.
    bounds_[index] =
        (std::max(std::fabs(total), std::fabs(weight - total)) + std::fabs(weight) * 0x1p-50) * (1 + 0x1p-50) +
        0x1p-990;
    return true;
}

void overlap_filter::refresh() {
    state_changed();
    weights_known_ = false;
    find_dominant();
    if (!usable_ || rest_ >= 0x1p-500) return;
    // All memories are far below the scale of states seen before: take the scale of this one.
    std::int64_t exponent = std::numeric_limits<std::int64_t>::min();
    for (std::size_t mu = 0; mu < K(); ++mu) {
        filter_values const& exact = *table_[index_of(s_[mu])];
        exponent = std::max(exponent, std::max(exact.total.exponent, exact.weight.exponent));
    }
    rescale(exponent);
    find_dominant();
}

/// The memories of the largest bounds, largest first, and what all others can add.
void overlap_filter::find_dominant() {
    std::array<double, most_dominant> bounds{};
    // Four sums side by side, so that no addition waits for the one before.
    std::array<double, 4> sums{};
    for (std::size_t mu = 0; mu < K(); ++mu) {
        std::size_t const index = index_of(s_[mu]);
        if (bounds_[index] < 0 && !fill(index)) return find_dominant();
        state_bounds_[mu] = bounds_[index];
        sums[mu % 4] += bounds_[index];
    }
    all_ = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    // A computed sum: 2 all in magnitude at most (below), twice that to spare.
    usable_ = std::isfinite(all_) && (summation_.unit == 0 || std::ilogb(all_) + 3 + scale_ <= summation_.emax);
    if (!usable_) return;
    dominant_count_ = 0;
    for (std::size_t mu = 0; mu < K(); ++mu) {
        double const bound = state_bounds_[mu];
        if (dominant_count_ == most_dominant && bound <= bounds[most_dominant - 1]) continue;
        std::size_t k = dominant_count_ < most_dominant ? dominant_count_++ : most_dominant - 1;
        for (; k > 0 && bounds[k - 1] < bound; --k) {
            bounds[k] = bounds[k - 1];
            dominant_[k] = dominant_[k - 1];
        }
        bounds[k] = bound;
        dominant_[k] = mu;
    }
    // `all_` and `sum` are sums of at most K terms: each within K 2^-52 of itself; the sum of the dominant terms
    // themselves is within 2^-48 of `sum`.
    double const slack = (static_cast<double>(K()) * 0x1p-50 + 0x1p-45) * all_;
    // A computed sum: an addition to nearest is off by at most what it adds, as the sum before is a number of the
    // format. So partial sums are at most 2 all, and the errors are at most what the others add, and `unit` 2 all for
    // each dominant one. As many are taken as leave the least.
    double sum = 0;
    std::size_t count = 0;
    rest_ = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < dominant_count_; ++k) {
        sum += bounds[k];
        double const others = all_ - sum;
        double const rest = summation_.unit == 0
                                ? others + slack
                                : 2 * others + 4 * slack + static_cast<double>(k + 1) * summation_.unit * 2 * all_;
        if (rest > rest_) continue;
        rest_ = rest;
        count = k + 1;
    }
    dominant_count_ = count;
}

void overlap_filter::sum_all_weights() {
    std::array<double, 4> totals{};
    std::array<double, 4> sizes{};
    for (std::size_t mu = 0; mu < K(); ++mu) {
        std::size_t const index = index_of(s_[mu]);
        state_weights_[mu] = weights_[index];
        totals[mu % 4] += totals_[index];
        sizes[mu % 4] += std::fabs(totals_[index]) + std::fabs(weights_[index]);
    }
    total_ = (totals[0] + totals[1]) + (totals[2] + totals[3]);
    double const magnitudes = (sizes[0] + sizes[1]) + (sizes[2] + sizes[3]);
    // 2K terms, each off by at most 2u of itself, u = 2^-53 (or 2^-1000 where it was dropped), and at most 2K
    // additions, each off by u of a partial sum <= the sum of magnitudes: error <= (2K + 2) u magnitudes (1 + O(K u)) +
    // 2K 2^-1000. `magnitudes` itself is summed with relative error 2K u. Twice the leading term covers all of it for K
    // < 2^50.
    double const count = static_cast<double>(K());
    bound_ = (4 * count + 4) * 0x1p-53 * magnitudes + 2 * count * 0x1p-1000;
    // A computed sum besides: K additions, each off by at most `unit` times a partial sum <= 2 all.
    if (summation_.unit != 0) bound_ += 2.5 * count * summation_.unit * all_;
    weights_known_ = true;
}

}  // namespace ulpfield
