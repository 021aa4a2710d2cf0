#pragma once
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace ulpfield {

/// The result of a format for a value beyond its largest finite number.
enum class overflow_value {
    infinity,     ///< IEEE 754
    not_a_number  ///< OCP FP8 E4M3: no infinity; the all-ones significand of the top binade is NaN
};

/// A binary floating-point format as data; IEEE conventions: a finite number is m 2^(e-p+1), |m| < 2^p, emin <= e <=
/// emax.
struct number_format {
    std::string name;        ///< as in --formats
    int precision = 0;       ///< p, with the hidden bit; 0: unbounded (`exact`)
    std::int64_t emin = 0;   ///< exponent of the smallest normal number
    std::int64_t emax = 0;   ///< exponent of the largest finite number
    bool subnormals = true;  ///< gradual underflow
    overflow_value overflow = overflow_value::infinity;

    [[nodiscard]] bool exact() const { return precision == 0; }
    /// Every finite value of `other` is one of this format, and so is every sum of two of them up to rounding.
    [[nodiscard]] bool at_least_as_wide_as(number_format const& other) const {
        if (exact() || other.exact()) return exact();
        return precision >= other.precision && emax >= other.emax && emin <= other.emin;
    }
    friend bool operator==(number_format const&, number_format const&) = default;
};

/// The precisions of mpfr:BITS, and the exponent limits of every mpfr:BITS number (MPFR's default range, in IEEE
/// convention: |x| in [2^emin, 2^(emax+1)), no subnormals).
inline constexpr std::int64_t least_mpfr_bits = 2;
inline constexpr std::int64_t most_mpfr_bits = 100000;
inline constexpr std::int64_t mpfr_emax = (std::int64_t{1} << 30) - 2;
inline constexpr std::int64_t mpfr_emin = -(std::int64_t{1} << 30);

/// The formats with a name of their own: name, p, emin, emax. A new one is one line here.
inline std::array<number_format, 9> const& named_formats() {
    static std::array<number_format, 9> const formats{{
        {"fp8e4m3", 4, -6, 8, true,
         overflow_value::not_a_number},  // OCP 8-bit floating point specification 1.0: largest 448
        {"fp8e5m2", 3, -14, 15},
        {"bf16", 8, -126, 127},
        {"fp16", 11, -14, 15},
        {"tf32", 11, -126, 127},
        {"fp32", 24, -126, 127},
        {"fp64", 53, -1022, 1023},
        {"x87", 64, -16382, 16383},
        {"fp128", 113, -16382, 16383},
    }};
    return formats;
}

/// The values of --formats, for messages.
inline constexpr std::string_view accepted_formats =
    "fp8e4m3 fp8e5m2 bf16 fp16 tf32 fp32 fp64 x87 fp128, mpfr:BITS (BITS 2..100000), e<E>m<M> (E 2..15, M 1..112), "
    "exact";

/// The IEEE-like format with E exponent and M stored significand bits: p = M+1, emax = 2^(E-1)-1, emin = 1-emax.
[[nodiscard]] inline number_format ieee_like_format(int exponent_bits, int significand_bits) {
    std::int64_t const emax = (std::int64_t{1} << (exponent_bits - 1)) - 1;
    return {"e" + std::to_string(exponent_bits) + "m" + std::to_string(significand_bits), significand_bits + 1,
            1 - emax, emax};
}

/// The format a name stands for. Anything else: std::invalid_argument that names it and what is accepted.
[[nodiscard]] inline number_format parse_format(std::string_view text) {
    auto const number = [](std::string_view digits) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        bool const plain = !digits.empty() && digits.front() >= '1' && digits.front() <= '9';
        return plain && code == std::errc{} && end == digits.data() + digits.size() ? std::optional(value)
                                                                                    : std::nullopt;
    };
    for (number_format const& format : named_formats())
        if (format.name == text) return format;
    if (text == "exact") return {.name = "exact"};
    if (text.starts_with("mpfr:"))
        if (auto const bits = number(text.substr(5)); bits && *bits >= least_mpfr_bits && *bits <= most_mpfr_bits)
            return {std::string(text), static_cast<int>(*bits), mpfr_emin, mpfr_emax, false};
    if (auto const m = text.find('m'); text.starts_with("e") && m != std::string_view::npos) {
        auto const exponent_bits = number(text.substr(1, m - 1));
        auto const significand_bits = number(text.substr(m + 1));
        if (exponent_bits && significand_bits && *exponent_bits >= 2 && *exponent_bits <= 15 &&
            *significand_bits <= 112)
            return ieee_like_format(static_cast<int>(*exponent_bits), static_cast<int>(*significand_bits));
    }
    throw std::invalid_argument("unknown format '" + std::string(text) +
                                "'; accepted: " + std::string(accepted_formats));
}

}  // namespace ulpfield
