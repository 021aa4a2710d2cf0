#pragma once
#include <string>
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Decides by two energies as Metropolis codes do: E(sigma) of the state with sigma_i = +1 and with -1, each
///   E(sigma) = -sum_mu F(<zeta^mu, sigma>)
/// summed in the format over mu, the overlap over j = 1..N with the neuron in its place; u_i = E(sigma_i = -1) -
/// E(sigma_i = +1). A field of 0 is a tie as everywhere. Equal in exact arithmetic to Eq. 4; in a format the energies'
/// common part, however large, is rounded with what distinguishes them.   Source: Krotov & Hopfield 2016 Eq. 1.
struct energy_comparison {
    static constexpr std::string_view name = "energy";
    static constexpr std::string_view file_name = "energy";
    [[nodiscard]] static std::string title(std::string const& /*x*/) {
        return "energy: E(σ) against E(σ, neuron flipped)";
    }
    [[nodiscard]] static ratio alpha(std::int64_t /*N*/) { return {1, 1}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t /*N*/) { return std::nullopt; }
    static constexpr scaled_term term = scaled_term::value;
    static constexpr bool over_largest_term = false;
    static constexpr bool adds_differences = false;
    static constexpr bool neuron_in_overlap = true;

    template <rounding_real Real>
    class in_format {
    public:
        explicit in_format(std::int64_t /*N*/) {}
        [[nodiscard]] Real scale(Real const& x) const { return x; }
    };

    template <rounding_real Real, rounding_real Sum, class Interaction>
    class decision_sum {
    public:
        decision_sum(Interaction const& F, power_method method, std::int64_t /*N*/) : F_(F), method_(method) {}
        void add(Real const& a, Real const& b) {
            up_ += convert<Sum>(F_(a, method_));
            down_ += convert<Sum>(F_(b, method_));
        }
        /// E(-1) - E(+1), E = -sum: the signs are exact.
        [[nodiscard]] Sum value() const { return up_ - down_; }

    private:
        Interaction const& F_;
        power_method method_;
        Sum up_{0};
        Sum down_{0};
    };
};

}  // namespace ulpfield
