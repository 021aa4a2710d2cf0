#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "capacity/enclosure.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// D(S) = F(S+1) - F(S-1) of an F that is a sum of exponentials: sum_k a_k e^(r_k S), a_k = 2 c_k sinh(r_k), at the
/// working precision. F of another kind: std::domain_error.
class exponential_gap {
public:
    explicit exponential_gap(setting const& where);

    [[nodiscard]] enclosure difference(std::int64_t S) const;
    /// D(N-1)
    [[nodiscard]] enclosure mean() const { return difference(N_ - 1); }
    /// E[D^power] over S, a sum of N-1 signs: E e^(rS) = cosh(r)^(N-1).
    [[nodiscard]] enclosure moment(int power) const { return products(power, enclosure(1L), enclosure(0L)); }
    /// ln |D(S)/D(N-1)| in double; -infinity where it is 0.
    [[nodiscard]] double log_relative(std::int64_t S) const;
    /// The sign of D(N-1), exactly.
    [[nodiscard]] int mean_sign() const { return mean_sign_; }
    [[nodiscard]] bool has_signal() const { return mean_sign_ > 0; }

private:
    struct wave {
        enclosure amplitude;
        enclosure rate;
        double log_amplitude = 0;  // of its magnitude
        double sign = 1;
        double rough_rate = 0;
    };
    /// The largest wave at S, and ln |sum of all waves over it|.
    struct leading {
        std::size_t wave = 0;
        double log_sum = 0;
    };
    [[nodiscard]] leading lead(double S) const;
    /// amplitude E e^(rate S), summed over all ways to take `left` more waves.
    [[nodiscard]] enclosure products(int left, enclosure const& amplitude, enclosure const& rate) const;

    std::int64_t N_;
    std::vector<wave> waves_;
    int mean_sign_ = 0;
};

}  // namespace ulpfield::capacity
