#pragma once
#include <bit>
#include <cmath>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// Memories as integers over one power of two: zeta = Z 2^-shift. Every double is such a number.
class integer_patterns {
public:
    explicit integer_patterns(memory_patterns const& zeta) : K_(count(zeta)), N_(neurons(zeta)) {
        Z_.reserve(K_ * N_);
        std::visit([this](auto const& patterns) { read(patterns); }, zeta);
    }

    [[nodiscard]] std::size_t K() const { return K_; }
    [[nodiscard]] std::size_t N() const { return N_; }
    [[nodiscard]] integer const& at(std::size_t mu, std::size_t i) const { return Z_[mu * N_ + i]; }
    [[nodiscard]] unsigned shift() const { return shift_; }

private:
    void read(bipolar_patterns const& patterns) {
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (std::size_t i = 0; i < N_; ++i) Z_.emplace_back(patterns.at(mu, i));
    }
    void read(real_patterns const& patterns) {
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (double const z : patterns.row(mu))
                if (z != 0) {
                    auto const [significand, exponent] = parts(z);
                    int const behind_point = -exponent - std::countr_zero(static_cast<std::uint64_t>(significand));
                    if (behind_point > static_cast<int>(shift_)) shift_ = static_cast<unsigned>(behind_point);
                }
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (double const z : patterns.row(mu)) {
                auto const [significand, exponent] = parts(z);
                integer& Z = Z_.emplace_back(significand);
                int const up = exponent + static_cast<int>(shift_);
                if (up >= 0)
                    Z <<= static_cast<unsigned>(up);
                else
                    Z >>= static_cast<unsigned>(-up);  // only zero bits leave
            }
    }
    /// z = significand 2^exponent
    [[nodiscard]] static std::pair<std::int64_t, int> parts(double z) {
        int exponent = 0;
        double const significand = std::frexp(z, &exponent);
        return {static_cast<std::int64_t>(std::ldexp(significand, 53)), exponent - 53};
    }

    std::size_t K_;
    std::size_t N_;
    std::vector<integer> Z_;
    unsigned shift_ = 0;
};

}  // namespace ulpfield
