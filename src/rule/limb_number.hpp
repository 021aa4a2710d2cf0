#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// A finite number of at most 64 L bits in fixed limbs: 0, or +-0.l_{L-1} ... l_0 2^exponent with the highest bit set.
/// MPFR's numbers without their memory, for sums.
template <std::size_t L>
class limb_number {
public:
    limb_number() = default;
    /// A finite number of that many bits or fewer.
    explicit limb_number(mpfr_srcptr x) {
        static_assert(GMP_NUMB_BITS == 64);
        if (mpfr_zero_p(x) != 0) return;
        std::size_t const used = (static_cast<std::size_t>(mpfr_get_prec(x)) + 63) / 64;
        mp_limb_t const* const limbs = x->_mpfr_d;
        for (std::size_t k = 0; k < used && k < L; ++k) limb_[L - 1 - k] = limbs[used - 1 - k];
        exponent_ = mpfr_get_exp(x);
        negative_ = mpfr_sgn(x) < 0;
    }

    [[nodiscard]] bool zero() const { return limb_[L - 1] == 0; }
    [[nodiscard]] std::int64_t exponent() const { return exponent_; }

    /// The sum rounded to p bits, 64 (L - 1) < p <= 64 L, to nearest, ties to even: MPFR's mpfr_add under MPFR_RNDN of
    /// two numbers of p bits, without bounds on the exponent. A sum that cancels is +0.
    void add(limb_number const& b, int p) {
        if (b.zero()) return;
        if (zero()) {
            *this = b;
            return;
        }
        std::int64_t const apart = exponent_ - b.exponent_;
        bool const larger = apart > 0 || (apart == 0 && !below(b));
        limb_number const& big = larger ? *this : b;
        limb_number const& small = larger ? b : *this;
        auto const shift = static_cast<std::uint64_t>(larger ? apart : -apart);
        // Below half of the distance to either neighbour, also where `big` is a power of two.
        if (shift > static_cast<std::uint64_t>(p) + 1) {
            if (!larger) *this = b;
            return;
        }
        wide sum = shifted(small, shift);
        std::int64_t exponent = big.exponent_;
        bool const negative = big.negative_;
        if (negative_ == b.negative_) {
            if (add_to(sum, big)) {
                shift_right_once(sum);
                ++exponent;
            }
        } else {
            subtract_from(sum, big);
            if (!normalise(sum, exponent)) {
                *this = limb_number();
                return;
            }
        }
        if (round(sum, p)) ++exponent;
        for (std::size_t k = 0; k < L; ++k) limb_[k] = sum[k + 1];
        exponent_ = exponent;
        negative_ = negative;
    }

    /// x, of p bits.
    void get(mpfr_ptr x) const {
        if (zero()) {
            mpfr_set_zero(x, 1);
            return;
        }
        std::size_t const used = (static_cast<std::size_t>(mpfr_get_prec(x)) + 63) / 64;
        mpfr_set_ui(x, 1, MPFR_RNDN);
        for (std::size_t k = 0; k < used; ++k) x->_mpfr_d[used - 1 - k] = k < L ? limb_[L - 1 - k] : 0;
        mpfr_set_exp(x, exponent_);
        if (negative_) mpfr_neg(x, x, MPFR_RNDN);
    }

private:
    /// One limb more at the low end: bits below it are kept as "not 0" in its lowest bit, which lies below the rounding
    /// bit, also after a subtraction, which then cancels one bit at most.
    using wide = std::array<std::uint64_t, L + 1>;

    [[nodiscard]] bool below(limb_number const& b) const {
        for (std::size_t k = L; k-- > 0;)
            if (limb_[k] != b.limb_[k]) return limb_[k] < b.limb_[k];
        return false;
    }

    /// shift < 64 (L + 1)
    [[nodiscard]] static wide shifted(limb_number const& x, std::uint64_t shift) {
        wide source;
        source[0] = 0;
        for (std::size_t k = 0; k < L; ++k) source[k + 1] = x.limb_[k];
        std::size_t const words = shift / 64;
        unsigned const bits = shift % 64;
        std::uint64_t lost = 0;
        wide result{};
        for (std::size_t k = 0; k < words; ++k) lost |= source[k];
        for (std::size_t k = words; k <= L; ++k) {
            std::uint64_t const upper = k < L ? source[k + 1] : 0;
            result[k - words] = source[k] >> bits | (upper << 1) << (63 - bits);
        }
        lost |= source[words] & ((std::uint64_t{1} << bits) - 1);
        result[0] |= lost != 0 ? 1 : 0;
        return result;
    }

    /// True: a carry.
    static bool add_to(wide& sum, limb_number const& big) {
        unsigned char carry = 0;
        for (std::size_t k = 1; k <= L; ++k) {
            unsigned __int128 const total =
                static_cast<unsigned __int128>(sum[k]) + big.limb_[k - 1] + static_cast<unsigned>(carry);
            sum[k] = static_cast<std::uint64_t>(total);
            carry = static_cast<unsigned char>(total >> 64);
        }
        return carry != 0;
    }
    /// sum = big - sum, not negative
    static void subtract_from(wide& sum, limb_number const& big) {
        std::uint64_t borrow = sum[0] != 0 ? 1 : 0;
        sum[0] = 0 - sum[0];
        for (std::size_t k = 1; k <= L; ++k) {
            unsigned __int128 const difference = static_cast<unsigned __int128>(big.limb_[k - 1]) - sum[k] - borrow;
            sum[k] = static_cast<std::uint64_t>(difference);
            borrow = static_cast<std::uint64_t>(difference >> 64) & 1;
        }
    }
    static void shift_right_once(wide& sum) {
        std::uint64_t const lost = sum[0] & 1;
        for (std::size_t k = 0; k < L; ++k) sum[k] = sum[k] >> 1 | sum[k + 1] << 63;
        sum[L] = sum[L] >> 1 | std::uint64_t{1} << 63;
        sum[0] |= lost;
    }
    /// False: 0.
    static bool normalise(wide& sum, std::int64_t& exponent) {
        if (sum[L] >> 63 != 0) return true;
        std::size_t top = L;
        while (sum[top] == 0)
            if (top-- == 0) return false;
        std::size_t const words = L - top;
        auto const bits = static_cast<unsigned>(std::countl_zero(sum[top]));
        for (std::size_t k = L + 1; k-- > 0;) {
            std::uint64_t const upper = k >= words ? sum[k - words] : 0;
            std::uint64_t const lower = k > words ? sum[k - words - 1] : 0;
            sum[k] = upper << bits | (lower >> 1) >> (63 - bits);
        }
        exponent -= static_cast<std::int64_t>(64 * words + bits);
        return true;
    }
    /// True: rounded up to the next power of two.
    static bool round(wide& sum, int p) {
        auto const unused = static_cast<unsigned>(64 * static_cast<int>(L) - p);  // bits of sum[1] beyond p
        std::uint64_t const last = std::uint64_t{1} << unused;
        bool half = false;
        bool rest = false;
        if (unused == 0) {
            half = sum[0] >> 63 != 0;
            rest = sum[0] << 1 != 0;
        } else {
            half = (sum[1] & last >> 1) != 0;
            rest = ((sum[1] & ((last >> 1) - 1)) | sum[0]) != 0;
        }
        bool const up = half && (rest || (sum[1] & last) != 0);
        sum[1] &= ~(last - 1);
        if (!up) return false;
        sum[1] += last;
        if (sum[1] >= last) return false;
        for (std::size_t k = 2; k <= L; ++k)
            if (++sum[k] != 0) return false;
        sum[L] = std::uint64_t{1} << 63;
        return true;
    }

    std::array<std::uint64_t, L> limb_{};  // lowest first
    std::int64_t exponent_ = 0;
    bool negative_ = false;
};

}  // namespace ulpfield
