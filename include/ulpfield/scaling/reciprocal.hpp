#pragma once
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 13 with alpha = 1/N by multiplication: the similarity times the format's nearest number to 1/N.
struct reciprocal {
    static constexpr std::string_view name = "1/N";
    [[nodiscard]] static ratio alpha(std::int64_t N) { return {1, N}; }

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
