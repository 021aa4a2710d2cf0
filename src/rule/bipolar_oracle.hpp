#pragma once
#include "rule/overlap_filter.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

/// The common part of the oracles over bipolar memories: the filter decides most signs. A derived class decides the
/// others exactly; it also brings the filter's values.
class bipolar_oracle : public oracle, protected overlap_filter {
public:
    explicit bipolar_oracle(bipolar_patterns const& zeta) : overlap_filter(zeta, summation{}) {}

    void set_state(std::span<std::int8_t const> sigma) override { overlap_filter::set_state(sigma); }
    void flip(std::size_t i) override { overlap_filter::flip(i); }
    [[nodiscard]] int sign(std::size_t i) override {
        if (auto const certain = certain_sign(i, true)) return *certain;
        ++filter_failures_;
        return sigma(i) * exact_gap_sign(i);
    }
    [[nodiscard]] std::uint64_t filter_failures() const override { return filter_failures_; }

protected:
    /// Sign of sigma_i u_i where the filter fails.
    [[nodiscard]] virtual int exact_gap_sign(std::size_t i) = 0;

private:
    std::uint64_t filter_failures_ = 0;
};

}  // namespace ulpfield
