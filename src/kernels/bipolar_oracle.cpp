#include "kernels/bipolar_oracle.hpp"

#include <algorithm>

namespace ulpfield {

namespace {

/// value 2^-scale; what falls below 2^-1000 becomes zero (the bound allows for it).
double scaled(double significand, int exponent, int scale) {
    int const e = exponent - scale;
    if (e < -1000) return 0;
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

void bipolar_oracle::refresh() {
    state_changed();
    int scale = std::numeric_limits<int>::min();
    auto const values = [this](std::size_t mu) -> filter_values const& {
        auto& entry = table_[static_cast<std::size_t>((s_[mu] + N()) / 2)];
        if (!entry) entry = filter_values_at(s_[mu]);
        return *entry;
    };
    for (std::size_t mu = 0; mu < K(); ++mu) {
        filter_values const& v = values(mu);
        if (v.total.significand != 0) scale = std::max(scale, v.total.exponent);
        if (v.weight.significand != 0) scale = std::max(scale, v.weight.exponent);
    }
    total_ = 0;
    double magnitudes = 0;
    for (std::size_t mu = 0; mu < K(); ++mu) {
        filter_values const& v = values(mu);
        double const total = scaled(v.total.significand, v.total.exponent, scale);
        weights_[mu] = scaled(v.weight.significand, v.weight.exponent, scale);
        total_ += total;
        magnitudes += std::fabs(total) + std::fabs(weights_[mu]);
    }
    // 2K terms, each off by at most 2u of itself, u = 2^-53 (or 2^-1000 where it was dropped), and at most 2K
    // additions, each off by u of a partial sum <= the sum of magnitudes: error <= (2K + 2) u magnitudes (1 + O(K u)) +
    // 2K 2^-1000. `magnitudes` itself is summed with relative error 2K u. Twice the leading term covers all of it for K
    // < 2^50.
    double const count = static_cast<double>(K());
    bound_ = (4 * count + 4) * 0x1p-53 * magnitudes + 2 * count * 0x1p-1000;
}

}  // namespace ulpfield
