#pragma once
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 4 unscaled with the difference of one memory vector in a form without cancellation: x^n expm1(n log1p(+-2/x)),
/// x the larger similarity in magnitude (each interaction function brings its own). Computed in the working format.
struct factored {
    static constexpr std::string_view name = "factored";
    static constexpr std::string_view file_name = "factored";
    [[nodiscard]] static std::string title(std::string const& /*x*/) { return "factored: xⁿ·expm1(n·log1p(±2/x))"; }
    [[nodiscard]] static ratio alpha(std::int64_t /*N*/) { return {1, 1}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t /*N*/) { return std::nullopt; }
    static constexpr scaled_term term = scaled_term::difference;
    static constexpr bool over_largest_term = false;
    static constexpr bool adds_differences = true;
    static constexpr bool neuron_in_overlap = false;

    template <rounding_real Real>
    class in_format {
    public:
        explicit in_format(std::int64_t /*N*/) {}
        [[nodiscard]] Real scale(Real const& x) const { return x; }

        template <rounding_real Sum, class Interaction>
        [[nodiscard]] Sum difference(Interaction const& F, power_method method, Real const& a, Real const& b) const {
            return convert<Sum>(F.difference(a, b, method));
        }
    };

    template <rounding_real Real, rounding_real Sum, class Interaction>
    using decision_sum = sum_of_differences<factored, Real, Sum, Interaction>;
};

}  // namespace ulpfield
