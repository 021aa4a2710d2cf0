#pragma once
#include <concepts>
#include <cstdint>
#include <map>
#include <type_traits>
#include <utility>
#include <vector>

namespace ulpfield {

// Exact arithmetic decides about sums of F at rational arguments by F's exact form. There are two; every interaction
// function brings one of them.

/// A type of integers that do not overflow (`integer`); named by a concept so that no big-number header is needed here.
template <class Integer>
concept unbounded_integer = !std::is_arithmetic_v<Integer> && requires(Integer const X) {
    { X* X } -> std::same_as<Integer>;
};

/// The powers of a common denominator Q > 0, remembered. Not for several threads at once.
template <unbounded_integer Integer>
class powers_of {
public:
    explicit powers_of(Integer Q) : Q_(std::move(Q)) {}

    /// Q^k, k >= 0
    [[nodiscard]] Integer const& operator()(int k) const {
        if (k == 1) return Q_;
        auto const known = powers_.find(k);
        if (known != powers_.end()) return known->second;
        return powers_.emplace(k, pow(Q_, static_cast<unsigned>(k))).first->second;
    }

private:
    Integer Q_;
    mutable std::map<int, Integer> powers_;
};

/// An F with rational values at rational arguments:
///   exact_power(), exact_denominator()   d >= 0 and D > 0: F(X/Q) Q^d D is an integer for all integers X and Q > 0
///   exact(X, Q)                          that integer; Q a powers_of<Integer>
template <class Interaction>
concept rational_valued = requires(std::remove_cvref_t<Interaction> const& F) {
    { F.exact_power() } -> std::same_as<int>;
    { F.exact_denominator() } -> std::same_as<std::int64_t>;
};

/// F(x) = sum_k coefficient_k e^(rate_k x / rate_denominator) / denominator, all integers, both denominators > 0. Signs
/// and equality of sums of such values are decided by Lindemann-Weierstrass (number/exponential_sum.hpp).
struct exponential_form {
    struct term {
        std::int64_t coefficient = 1;
        std::int64_t rate = 1;
    };
    std::vector<term> terms;
    std::int64_t rate_denominator = 1;
    std::int64_t denominator = 1;
};

/// An F that is a sum of exponentials: exponential_terms() gives its form.
template <class Interaction>
concept exponential_valued = requires(std::remove_cvref_t<Interaction> const& F) {
    { F.exponential_terms() } -> std::same_as<exponential_form>;
};

/// F(x) = x^n for x >= 0, n its member. slope_below_zero(): nothing if F(x) = x^n there, too, else s with F(x) = s x
/// for x < 0 (`ratio`; 0: F is zero). What is proved of powers holds for these alone.
template <class Interaction>
concept power_above_zero = requires(std::remove_cvref_t<Interaction> const& F) {
    { F.n } -> std::convertible_to<int>;
    F.slope_below_zero();
};

}  // namespace ulpfield
