#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::capacity {

/// F: x^n; max(x,0)^n; x^n with -EPS x below zero (as MRS print it); with +EPS x (as public code has it); e^x.
enum class family { polynomial, rectified, leaky, leaky_plus, exponential };

/// An interaction function with its leak EPS, a decimal or p/q (leaky families only).
struct interaction {
    family kind = family::polynomial;
    std::string leak = "1/100";
};

/// Reads `polynomial`, `rectified`, `leaky:EPS`, `leaky+:EPS`, `exponential`; usage_error otherwise.
[[nodiscard]] interaction parse_interaction(std::string_view text);
[[nodiscard]] std::string name(interaction const& F);

/// N neurons and interaction vertex n of F: what the law of one memory's crosstalk depends on.
struct setting {
    interaction F;
    std::int64_t N = 100;  ///< 1 .. 10^7
    std::int64_t n = 2;    ///< 1 .. 1000
};

/// Throws usage_error if N, n or EPS are outside what `setting` says.
void validate(setting const& where);

/// How a number is arrived at; the option --method. The formulas stand at bit_error.hpp and k_max.hpp.
enum class method {
    leading_order,
    leading_order_K,
    mixed,
    gaussian,
    tail,
    saddlepoint,
    chernoff,
    limit,
    exact,
    monte_carlo,
    asymptotic,
    asymptotic_all,
    ceiling,
    amit_gutfreund_sompolinsky,
    normal,
    continuity,
    large_deviation,
    independent,
    union_bound,
};

[[nodiscard]] std::string name(method how);
[[nodiscard]] method parse_method(std::string_view text);

/// One number of the capacity tables. `value`: a decimal string of the digits asked for, every one right where the
/// method is exact or closed form; empty if out of reach, then `reason` says why, what it would cost, what to use.
struct answer {
    std::string value;
    std::string lower;  ///< proved bound, or end of the 95 % interval; empty where there is none
    std::string upper;
    std::string trust;  ///< exact, good, poor or empty
    std::string reason;
    [[nodiscard]] bool reached() const { return !value.empty(); }

    /// An answer of `value` alone.
    [[nodiscard]] static answer printed(std::string value) { return {std::move(value), {}, {}, {}, {}}; }
    /// None, for this reason.
    [[nodiscard]] static answer refused(std::string reason) { return {{}, {}, {}, {}, std::move(reason)}; }
};

}  // namespace ulpfield::capacity
