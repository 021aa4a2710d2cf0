#pragma once
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 13 with alpha = 1/N by division: the similarity divided by the format's nearest number to N.
struct division : argument_scaled<division> {
    static constexpr std::string_view name = "/N";
    static constexpr std::string_view file_name = "over-N";
    [[nodiscard]] static std::string title(std::string const& x) { return "/N: F(" + in_brackets(x) + "/N)"; }
    [[nodiscard]] static ratio alpha(std::int64_t N) { return {1, N}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t N) { return ratio{N, 1}; }

    template <rounding_real Real>
    class in_format : public scaled_difference<in_format<Real>> {
    public:
        explicit in_format(std::int64_t N) : N_(constant<Real>(N, 1)) {}
        [[nodiscard]] Real scale(Real const& x) const { return x / N_; }

    private:
        Real N_;
    };
};

}  // namespace ulpfield
