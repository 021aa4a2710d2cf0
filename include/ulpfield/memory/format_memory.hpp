#pragma once
#include <span>
#include <stop_token>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/native.hpp"

namespace ulpfield {

/// The memories zeta in a number type: each entry rounded once to a format, exact in rationals. K x N, row by row.
/// Asked to stop while converting them: throws `interrupted`.
template <real Real>
class format_memory {
public:
    explicit format_memory(memory_patterns const& patterns, std::stop_token const& stop = {})
        : K_(count(patterns)), N_(neurons(patterns)) {
        zeta_.reserve(K_ * N_);
        std::visit(
            [&](auto const& source) {
                for (std::size_t mu = 0; mu < K_; ++mu) {
                    throw_if_stopped(stop);
                    for (std::size_t j = 0; j < N_; ++j)
                        zeta_.push_back(from_double<Real>(static_cast<double>(source.at(mu, j))));
                }
            },
            patterns);
    }

    [[nodiscard]] std::size_t K() const { return K_; }
    [[nodiscard]] std::size_t N() const { return N_; }
    [[nodiscard]] std::span<Real const> operator[](std::size_t mu) const { return {zeta_.data() + mu * N_, N_}; }

private:
    std::size_t K_;
    std::size_t N_;
    std::vector<Real> zeta_;
};

}  // namespace ulpfield
