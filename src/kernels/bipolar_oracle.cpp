#include "kernels/bipolar_oracle.hpp"

#include <algorithm>
#include <limits>

#include "kernels/masked_sum.hpp"

namespace ulpfield {

namespace {

/// value 2^-scale; what falls below 2^-1000 becomes zero (the bounds allow for it).
double scaled(double significand, int exponent, int scale) {
    int const e = exponent - scale;
    if (significand == 0 || e < -1000) return 0;
    return significand * std::bit_cast<double>(static_cast<std::uint64_t>(e + 1023) << 52);
}

}  // namespace

bipolar_oracle::bipolar_oracle(bipolar_patterns const& zeta)
    : zeta_(zeta),
      words_((zeta.K() + 63) / 64),
      columns_(zeta.N() * words_),
      mask_(words_),
      sigma_(zeta.N()),
      s_(zeta.K()),
      table_(zeta.N() + 1),
      scaled_(zeta.N() + 1),
      weights_(64 * words_) {
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

void bipolar_oracle::set_state(std::span<std::int8_t const> sigma) {
    sigma_.assign(sigma.begin(), sigma.end());
    std::vector<std::uint64_t> packed(zeta_.words());
    for (std::size_t i = 0; i < sigma.size(); ++i)
        if (sigma[i] > 0) packed[i / 64] |= std::uint64_t{1} << (i % 64);
    for (std::size_t mu = 0; mu < K(); ++mu) {
        auto const row = zeta_.row(mu);
        int differing = 0;
        for (std::size_t word = 0; word < row.size(); ++word) differing += std::popcount(row[word] ^ packed[word]);
        s_[mu] = N() - 2 * differing;
    }
    refresh();
}

void bipolar_oracle::flip(std::size_t i) {
    for (std::size_t mu = 0; mu < K(); ++mu) {
        bool const plus = (columns_[i * words_ + mu / 64] >> (mu % 64) & 1) != 0;
        s_[mu] += plus == (sigma_[i] > 0) ? -2 : 2;
    }
    sigma_[i] = static_cast<std::int8_t>(-sigma_[i]);
    refresh();
}

int bipolar_oracle::sign(std::size_t i) {
    std::uint64_t const* const column = columns_.data() + i * words_;
    double led = 0;
    for (std::size_t k = 0; k < leading_count_; ++k) {
        std::size_t const mu = leading_[k];
        bool const agrees = ((column[mu / 64] >> (mu % 64) & 1) != 0) == (sigma_[i] > 0);
        scaled_values const& v = values_at(s_[mu]);
        led += agrees ? v.total : v.total - v.weight;
    }
    if (led > others_) return sigma_[i];
    if (led < -others_) return -sigma_[i];

    if (!weights_known_) sum_all_weights();
    disagreement(i);
    double const gap = total_ - masked_sum(weights_.data(), mask_.data(), words_);
    if (gap > bound_) return sigma_[i];
    if (gap < -bound_) return -sigma_[i];
    ++doubts_;
    return sigma_[i] * exact_gap_sign(i);
}

void bipolar_oracle::disagreement(std::size_t i) {
    std::uint64_t const* const column = columns_.data() + i * words_;
    std::uint64_t const flip_all = sigma_[i] > 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t word = 0; word < words_; ++word) mask_[word] = column[word] ^ flip_all;
    if (K() % 64 != 0) mask_.back() &= (std::uint64_t{1} << (K() % 64)) - 1;
}

bipolar_oracle::scaled_values const& bipolar_oracle::values_at(int s) {
    auto const index = static_cast<std::size_t>((s + N()) / 2);
    auto& entry = scaled_[index];
    if (!entry) {
        auto& exact = table_[index];
        if (!exact) exact = filter_values_at(s);
        double const total = scaled(exact->total.significand, exact->total.exponent, scale_);
        double const weight = scaled(exact->weight.significand, exact->weight.exponent, scale_);
        // |D(s+1)| = |W - D(s-1)|; a little more than the magnitudes covers their errors and what was dropped.
        double const reach = (std::max(std::fabs(total), std::fabs(weight - total)) + std::fabs(weight) * 0x1p-50) * (1 + 0x1p-50) + 0x1p-990;
        entry = {total, weight, reach};
    }
    return *entry;
}

/// Values between 2^-1000 and 2^23 after scaling: no sum of them overflows, and few are dropped.
void bipolar_oracle::rescale(int exponent) {
    if (scale_known_ && exponent <= scale_ + 20 && exponent >= scale_ - 500) return;
    scale_ = exponent;
    scale_known_ = true;
    std::fill(scaled_.begin(), scaled_.end(), std::nullopt);
}

void bipolar_oracle::refresh() {
    state_changed();
    weights_known_ = false;
    int exponent = std::numeric_limits<int>::min();
    for (int const s : s_) {
        auto& entry = table_[static_cast<std::size_t>((s + N()) / 2)];
        if (!entry) entry = filter_values_at(s);
        exponent = std::max(exponent, std::max(entry->total.exponent, entry->weight.exponent));
    }
    rescale(exponent);
    // The leaders, largest reach first.
    std::array<double, leaders> reaches{};
    leading_count_ = 0;
    double all = 0;
    for (std::size_t mu = 0; mu < K(); ++mu) {
        double const reach = values_at(s_[mu]).reach;
        all += reach;
        if (leading_count_ == leaders && reach <= reaches[leaders - 1]) continue;
        std::size_t k = leading_count_ < leaders ? leading_count_++ : leaders - 1;
        for (; k > 0 && reaches[k - 1] < reach; --k) {
            reaches[k] = reaches[k - 1];
            leading_[k] = leading_[k - 1];
        }
        reaches[k] = reach;
        leading_[k] = mu;
    }
    double led = 0;
    for (std::size_t k = 0; k < leading_count_; ++k) led += reaches[k];
    // `all` and `led` are sums of at most K terms: each within K 2^-52 of itself; the leaders' own sum within 2^-48 of `led`.
    others_ = (all - led) + (static_cast<double>(K()) * 0x1p-50 + 0x1p-45) * all;
}

void bipolar_oracle::sum_all_weights() {
    total_ = 0;
    double magnitudes = 0;
    for (std::size_t mu = 0; mu < K(); ++mu) {
        scaled_values const& v = values_at(s_[mu]);
        weights_[mu] = v.weight;
        total_ += v.total;
        magnitudes += std::fabs(v.total) + std::fabs(v.weight);
    }
    // 2K terms, each off by at most 2u of itself, u = 2^-53 (or 2^-1000 where it was dropped), and at most 2K additions,
    // each off by u of a partial sum <= the sum of magnitudes: error <= (2K + 2) u magnitudes (1 + O(K u)) + 2K 2^-1000.
    // `magnitudes` itself is summed with relative error 2K u. Twice the leading term covers all of it for K < 2^50.
    double const count = static_cast<double>(K());
    bound_ = (4 * count + 4) * 0x1p-53 * magnitudes + 2 * count * 0x1p-1000;
    weights_known_ = true;
}

}  // namespace ulpfield
