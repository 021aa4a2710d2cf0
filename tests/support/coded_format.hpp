#pragma once
#include <algorithm>
#include <vector>

#include "support/exact_rounding.hpp"

namespace ulpfield::test {

/// A format of one or two bytes, every code of it decoded as its specification says: sign, exponent field, fraction
/// field. Finite codes without sign are ordered as their values, and the next one is the first that is not finite.
class coded_format {
public:
    /// With or without infinities: the exponent field of all ones is infinity and NaN (IEEE 754), or all ones
    /// everywhere is NaN and nothing else is special (OCP E4M3).
    coded_format(int exponent_bits, int fraction_bits, bool infinities)
        : exponent_bits_(exponent_bits), fraction_bits_(fraction_bits) {
        unsigned const all = 1U << (exponent_bits + fraction_bits);
        unsigned const beyond = infinities ? all - (1U << fraction_bits) : all - 1;
        // The first code that is not finite stands for the value it would have.
        for (unsigned code = 0; code <= beyond; ++code) magnitudes_.push_back(decode(code));
    }

    [[nodiscard]] unsigned codes() const { return 2U << (exponent_bits_ + fraction_bits_); }
    [[nodiscard]] unsigned sign_bit() const { return 1U << (exponent_bits_ + fraction_bits_); }
    /// The first code without sign that is not finite: infinity, in E4M3 NaN.
    [[nodiscard]] unsigned beyond_largest() const { return static_cast<unsigned>(magnitudes_.size()) - 1; }
    [[nodiscard]] bool negative(unsigned code) const { return (code & sign_bit()) != 0; }
    [[nodiscard]] bool finite(unsigned code) const { return (code & ~sign_bit()) < beyond_largest(); }
    [[nodiscard]] rational const& magnitude(unsigned code) const { return magnitudes_[code & ~sign_bit()]; }

    /// The code without sign nearest to a magnitude, a tie to the even code, as if the format went on for one more;
    /// beyond_largest() is overflow.
    [[nodiscard]] unsigned nearest(rational const& exact) const {
        auto const above = std::lower_bound(magnitudes_.begin(), magnitudes_.end(), exact);
        if (above == magnitudes_.end()) return beyond_largest();
        auto const upper = static_cast<unsigned>(above - magnitudes_.begin());
        if (*above == exact) return upper;
        rational const from_below = exact - magnitudes_[upper - 1];
        rational const to_above = *above - exact;
        if (from_below == to_above) return upper % 2 == 0 ? upper : upper - 1;
        return from_below < to_above ? upper - 1 : upper;
    }

private:
    /// 2^(field - bias) with the hidden bit; field 0: 2^(1 - bias) without it.
    [[nodiscard]] rational decode(unsigned code) const {
        int const bias = (1 << (exponent_bits_ - 1)) - 1;
        auto const field = static_cast<int>(code >> fraction_bits_);
        auto const fraction = static_cast<int>(code & ((1U << fraction_bits_) - 1));
        int const significand = fraction + (field == 0 ? 0 : 1 << fraction_bits_);
        return rational(significand) * power_of_two_exactly((field == 0 ? 1 : field) - bias - fraction_bits_);
    }

    int exponent_bits_;
    int fraction_bits_;
    std::vector<rational> magnitudes_;
};

inline coded_format const& e4m3_codes() {
    static coded_format const format(4, 3, false);
    return format;
}
inline coded_format const& e5m2_codes() {
    static coded_format const format(5, 2, true);
    return format;
}

}  // namespace ulpfield::test
