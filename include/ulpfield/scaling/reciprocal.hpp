#pragma once
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 13 with alpha = 1/N by multiplication: the similarity times the format's nearest number to 1/N.
struct reciprocal : argument_scaled<reciprocal> {
    static constexpr std::string_view name = "1/N";
    static constexpr std::string_view file_name = "times-1-over-N";
    [[nodiscard]] static std::string title(std::string const& x) { return "1/N: F((1/N)·" + in_brackets(x) + ")"; }
    [[nodiscard]] static ratio alpha(std::int64_t N) { return {1, N}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t N) { return ratio{1, N}; }

    template <rounding_real Real>
    class in_format : public scaled_difference<in_format<Real>> {
    public:
        explicit in_format(std::int64_t N) : alpha_(constant<Real>(1, N)) {}
        [[nodiscard]] Real scale(Real const& x) const { return x * alpha_; }

    private:
        Real alpha_;
    };
};

}  // namespace ulpfield
