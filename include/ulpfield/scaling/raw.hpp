#pragma once
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 4 as written: F of the similarity itself.
struct raw {
    static constexpr std::string_view name = "raw";
    [[nodiscard]] static ratio alpha(std::int64_t /*N*/) { return {1, 1}; }

    template <rounding_real Real>
    class in_format : public scaled_difference<in_format<Real>> {
    public:
        explicit in_format(std::int64_t /*N*/) {}
        [[nodiscard]] Real scale(Real const& x) const { return x; }
    };
};

}  // namespace ulpfield
