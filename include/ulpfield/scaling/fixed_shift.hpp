#pragma once
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/scaling/power_of_two.hpp"
#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 13 with alpha = 2^-K for a number K of one's own, 0 to 62: 2^-k as if N were 2^K.
struct fixed_shift : argument_scaled<power_of_two> {
    static constexpr int most = 62;
    static constexpr std::string_view accepted = "2^-K (K from 0 to 62)";

    explicit fixed_shift(int shift = 7)
        : K(shift), name("2^-" + std::to_string(shift)), file_name("times-2-to-minus-" + std::to_string(shift)) {}
    /// "2^-7"; anything else: nothing.
    [[nodiscard]] static std::optional<fixed_shift> parse(std::string_view text) {
        if (!text.starts_with("2^-")) return std::nullopt;
        std::string_view const digits = text.substr(3);
        int shift = 0;
        auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), shift);
        bool const number = !digits.empty() && digits.front() != '-' && code == std::errc{};
        if (!number || end != digits.data() + digits.size() || shift > most) return std::nullopt;
        return fixed_shift(shift);
    }

    int K;
    std::string name;
    std::string file_name;
    [[nodiscard]] std::string title(std::string const& x) const {
        return name + ": F(" + name + "·" + in_brackets(x) + ")";
    }
    [[nodiscard]] ratio alpha(std::int64_t /*N*/) const { return {1, std::int64_t{1} << K}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t /*N*/) { return std::nullopt; }
    /// The N whose 2^-k this is.
    [[nodiscard]] std::int64_t size(std::int64_t /*N*/) const { return std::int64_t{1} << K; }

    template <rounding_real Real>
    using in_format = power_of_two::in_format<Real>;

    friend bool operator==(fixed_shift const& a, fixed_shift const& b) { return a.K == b.K; }
};

}  // namespace ulpfield
