#pragma once
#include <bit>
#include <string_view>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 13 with alpha = 2^-k, k = ceil(log2 N): only exponents change, so every sign is that of Eq. 4 in the same format
/// while nothing leaves its exponent range.
struct power_of_two : argument_scaled<power_of_two> {
    static constexpr std::string_view name = "2^-k";
    static constexpr std::string_view file_name = "times-2-to-minus-k";
    [[nodiscard]] static std::string title(std::string const& x) {
        return "2⁻ᵏ: F(2⁻ᵏ·" + in_brackets(x) + "), k = ⌈log₂ N⌉";
    }
    /// k = ceil(log2 N)
    [[nodiscard]] static int k(std::int64_t N) {
        return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(N - 1)));
    }
    [[nodiscard]] static ratio alpha(std::int64_t N) { return {1, std::int64_t{1} << k(N)}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t /*N*/) { return std::nullopt; }

    template <rounding_real Real>
    class in_format : public scaled_difference<in_format<Real>> {
    public:
        explicit in_format(std::int64_t N) : k_(k(N)) {}
        [[nodiscard]] Real scale(Real const& x) const { return elementary::scale_by_power_of_two(x, -k_); }

    private:
        int k_;
    };
};

}  // namespace ulpfield
