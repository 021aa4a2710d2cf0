#pragma once
#include "boundary/integer_real.hpp"
#include "ulpfield/boundary/boundary_setting.hpp"

namespace ulpfield {

/// The terms of Eq. 4/13 in a format by integer_arithmetic: what format_terms observes, from the format's numbers
/// alone, with the interaction functions and scalings as they are defined.
class predicted_terms {
public:
    explicit predicted_terms(boundary_setting setting);

    [[nodiscard]] boundary_setting const& setting() const { return setting_; }
    [[nodiscard]] integer_arithmetic const& arithmetic() const { return arithmetic_; }
    [[nodiscard]] bool in_logarithms() const { return term_of(setting_.terms.scaling) == scaled_term::logarithm; }

    /// The similarities N and s (--similarity) after scaling; log and factored: unscaled.
    [[nodiscard]] integer_number const& scaled_N() const { return scaled_N_; }
    [[nodiscard]] integer_number const& scaled_similarity() const { return scaled_s_; }
    /// An integer similarity s, rounded to the format and scaled.
    [[nodiscard]] integer_number scaled_integer(std::int64_t s) const;

    /// A logarithm log|F| with the sign of F; sign 0: F is zero.
    struct held_logarithm {
        int sign = 0;
        integer_number value;
    };
    [[nodiscard]] held_logarithm logarithm(integer_number const& x, std::int64_t n) const;
    /// F of order n at an argument.
    [[nodiscard]] integer_number value(integer_number const& x, std::int64_t n) const;

    /// F of the scaled integer similarity s; factored: F(s) - F(s-2) as that scaling computes it. Not for log.
    [[nodiscard]] integer_number term_number(std::int64_t s, std::int64_t n) const;

    /// format_terms::at_N, at_similarity, sum_is_finite and term of order n.
    [[nodiscard]] integer_number at_N(std::int64_t n) const;
    [[nodiscard]] integer_number at_similarity(std::int64_t n) const;
    [[nodiscard]] bool sum_is_finite(std::int64_t n) const;
    [[nodiscard]] mpfr_value term(std::int64_t s, std::int64_t n) const;

private:
    [[nodiscard]] integer_number scaled(integer_number const& x) const;
    [[nodiscard]] interaction F(std::int64_t n) const { return of_order(setting_.F, static_cast<int>(n)); }

    boundary_setting setting_;
    integer_arithmetic arithmetic_;
    integer_number N_;
    integer_number s_;
    integer_number scaled_N_;
    integer_number scaled_s_;
};

}  // namespace ulpfield
