#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// The exact oracle: Eq. 4 (alpha = 1) or Eq. 13 (any rational alpha > 0) for one set of memories, in exact arithmetic.
///   u_i = sum_mu F(alpha (zeta_i + R_mu)) - F(alpha (-zeta_i + R_mu))
/// Signs are decided by a floating-point filter with a proved bound and, where it fails, by integers (for sums of
/// exponentials by Lindemann-Weierstrass and enclosures); never by raising a precision until it looks stable.
class oracle {
public:
    virtual ~oracle() = default;

    /// N entries, each -1 or +1; else std::invalid_argument. Neurons i count from 0 to N-1.
    virtual void set_state(std::span<std::int8_t const> sigma) = 0;
    /// sigma_i -> -sigma_i, overlaps kept incrementally.
    virtual void flip(std::size_t i) = 0;
    /// Sign of u_i at the present state: -1, 0, +1.
    [[nodiscard]] virtual int sign(std::size_t i) = 0;
    /// Nearest number of a format to u_i (ties to even; its overflow and underflow).
    [[nodiscard]] virtual mpfr_value round(std::size_t i, number_format const& format) = 0;
    /// The same of u_i divided by the largest |F| among its 2K terms, the quantity of the log formulation.
    [[nodiscard]] virtual mpfr_value round_over_largest_term(std::size_t i, number_format const& format) = 0;

    /// u_i where it is a rational number: always, but for sums of exponentials.
    [[nodiscard]] virtual std::optional<rational> rational_value(std::size_t i) = 0;

    /// Count of the signs that the filter left to exact arithmetic so far.
    [[nodiscard]] virtual std::uint64_t filter_failures() const = 0;

private:
    friend std::unique_ptr<oracle> make_oracle(interaction const& F, ratio const& alpha, shared_patterns zeta);
    std::optional<shared_patterns> kept_;  // the memories live as long as the oracle
};

/// The oracle of an interaction function over these memories, for one thread at a time. alpha > 0, else
/// std::invalid_argument.
[[nodiscard]] std::unique_ptr<oracle> make_oracle(interaction const& F, ratio const& alpha, shared_patterns zeta);

}  // namespace ulpfield
