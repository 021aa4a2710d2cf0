#pragma once
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield {

/// The classical Hopfield network in exact integers: T_ij = sum_mu xi_i^mu xi_j^mu (i != j), T_ii = 0, or T_ii = K with
/// self-coupling;  field_i = sum_j T_ij sigma_j,  sigma_i = sign(field_i), sign(0) = +1,
///   E = -1/2 sum_ij T_ij sigma_i sigma_j,   so that a change of sigma_i alone changes E by -(change of sigma_i)
///   field_i
/// (with T_ii = 0). T is never built: field_i = sum_mu xi_i^mu s_mu - K sigma_i, s_mu = <xi^mu, sigma>. Without
/// self-coupling its decisions are those of Eq. 4 with F = x^2, u_i = 4 field_i.
/// Source: Hopfield 1982; Yang 2020 part I (whose E lacks the 1/2); McAlister et al. 2024 Eq. 2 (self-coupled).
/// O(K) a decision and a flip, 2 N K bytes; N K below 2^31 keeps every sum in 32 bits.
class hopfield_network {
public:
    /// Asked to stop meanwhile: throws `interrupted`.
    hopfield_network(bipolar_patterns const& xi, bool self_coupling, std::stop_token const& stop = {})
        : K_(xi.K()), self_coupling_(self_coupling), xi_(&xi), columns_(xi.N() * xi.K()) {
        for (std::size_t i = 0; i < xi.N(); ++i) {
            throw_if_stopped(stop);
            for (std::size_t mu = 0; mu < K_; ++mu) columns_[i * K_ + mu] = static_cast<std::int16_t>(xi.at(mu, i));
        }
    }

    void set_state(bipolar_state sigma) {
        sigma_ = std::move(sigma);
        s_ = xi_->overlaps(sigma_);
    }
    [[nodiscard]] bipolar_state const& state() const { return sigma_; }

    /// sum_j T_ij sigma_j
    [[nodiscard]] std::int64_t field(std::size_t i) const {
        std::int16_t const* const column = columns_.data() + i * K_;
        std::int32_t sum = 0;
        for (std::size_t mu = 0; mu < K_; ++mu) sum += column[mu] * s_[mu];
        return self_coupling_ ? sum : sum - static_cast<std::int64_t>(K_) * sigma_[i];
    }
    [[nodiscard]] int decide(std::size_t i) const { return field(i) >= 0 ? 1 : -1; }

    /// sigma_i -> -sigma_i
    void flip(std::size_t i) { set(i, static_cast<std::int8_t>(-sigma_[i])); }
    /// sigma_i = value, -1, 0 or +1
    void set(std::size_t i, std::int8_t value) {
        std::int16_t const* const column = columns_.data() + i * K_;
        std::int32_t const change = value - sigma_[i];
        for (std::size_t mu = 0; mu < K_; ++mu) s_[mu] += change * column[mu];
        sigma_[i] = value;
    }

    /// 2 E, an integer.
    [[nodiscard]] std::int64_t twice_energy() const {
        std::int64_t sum = 0;
        for (std::int32_t const s : s_) sum += static_cast<std::int64_t>(s) * s;
        if (!self_coupling_) sum -= static_cast<std::int64_t>(K_ * sigma_.size());
        return -sum;
    }
    /// <xi^mu, sigma>
    [[nodiscard]] std::int32_t overlap(std::size_t mu) const { return s_[mu]; }

private:
    std::size_t K_;
    bool self_coupling_;
    bipolar_patterns const* xi_;
    std::vector<std::int16_t> columns_;  // xi transposed: N x K
    bipolar_state sigma_;
    std::vector<std::int32_t> s_;
};

}  // namespace ulpfield
