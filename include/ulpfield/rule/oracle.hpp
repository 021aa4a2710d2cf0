#pragma once
#include <cstdint>
#include <memory>
#include <span>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/patterns.hpp"
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

    virtual void set_state(std::span<std::int8_t const> sigma) = 0;
    /// sigma_i -> -sigma_i, overlaps kept incrementally.
    virtual void flip(std::size_t i) = 0;
    /// Sign of u_i at the present state: -1, 0, +1.
    [[nodiscard]] virtual int sign(std::size_t i) = 0;
    /// Nearest number of a format to u_i (ties to even; its overflow and underflow).
    [[nodiscard]] virtual mpfr_value round(std::size_t i, number_format const& format) = 0;
    /// The same of u_i divided by the largest |F| among its 2K terms, the quantity of the log formulation.
    [[nodiscard]] virtual mpfr_value round_over_largest_term(std::size_t i, number_format const& format) = 0;

    /// How many signs the filter left to exact arithmetic so far.
    [[nodiscard]] virtual std::uint64_t filter_failures() const = 0;
};

/// The oracle of an interaction function over these memories; the patterns must outlive it. alpha > 0, else
/// std::invalid_argument.
[[nodiscard]] std::unique_ptr<oracle> make_oracle(interaction const& F, ratio const& alpha,
                                                  memory_patterns const& zeta);

}  // namespace ulpfield
