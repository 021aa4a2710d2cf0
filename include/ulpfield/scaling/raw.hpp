#pragma once
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 4 as written: F of the similarity itself.
struct raw : argument_scaled<raw> {
    static constexpr std::string_view name = "raw";
    static constexpr std::string_view file_name = "raw";
    [[nodiscard]] static std::string title(std::string const& x) { return "raw: F(" + x + ")"; }
    [[nodiscard]] static ratio alpha(std::int64_t /*N*/) { return {1, 1}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t /*N*/) { return std::nullopt; }

    template <rounding_real Real>
    class in_format : public scaled_difference<in_format<Real>> {
    public:
        explicit in_format(std::int64_t /*N*/) {}
        [[nodiscard]] Real scale(Real const& x) const { return x; }
    };
};

}  // namespace ulpfield
