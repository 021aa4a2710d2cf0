#pragma once
#include <gmp.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// A sum of multiples of integers in a fixed number of limbs, two's complement: no allocation while adding. Exact as
/// long as every partial sum stays below 2^(64 limbs - 1) in magnitude; the caller chooses `limbs` so that it does.
class limb_accumulator {
public:
    explicit limb_accumulator(std::size_t limbs) : limbs_(limbs), magnitude_(limbs) {}

    /// Limbs that hold every sum of magnitude below 2^bits.
    [[nodiscard]] static std::size_t limbs_for(std::size_t bits) { return bits / 64 + 1; }

    /// One integer in this layout: its magnitude in `limbs` limbs, and its sign.
    struct operand {
        std::vector<mp_limb_t> magnitude;
        bool negative = false;
    };
    [[nodiscard]] operand prepare(integer const& value) const {
        operand result{std::vector<mp_limb_t>(limbs_.size(), 0), value < 0};
        auto const* const source = value.backend().data();
        std::copy_n(mpz_limbs_read(source), mpz_size(source), result.magnitude.begin());
        return result;
    }

    /// Width of a sum, its sign included.
    [[nodiscard]] std::size_t bits() const { return 64 * limbs_.size(); }

    void clear() { std::fill(limbs_.begin(), limbs_.end(), 0); }
    /// += count x
    void add_multiple(operand const& x, std::int64_t count) {
        auto const size = static_cast<mp_size_t>(limbs_.size());
        auto const times = static_cast<mp_limb_t>(count < 0 ? -count : count);
        if (x.negative == (count < 0))
            mpn_addmul_1(limbs_.data(), x.magnitude.data(), size, times);
        else
            mpn_submul_1(limbs_.data(), x.magnitude.data(), size, times);
    }
    /// += other, of the same width
    void add(limb_accumulator const& other) {
        mpn_add_n(limbs_.data(), limbs_.data(), other.limbs_.data(), static_cast<mp_size_t>(limbs_.size()));
    }

    [[nodiscard]] int sign() const {
        if (limbs_.back() >> 63 != 0) return -1;
        return std::any_of(limbs_.begin(), limbs_.end(), [](mp_limb_t limb) { return limb != 0; }) ? 1 : 0;
    }
    /// The sum as an integer.
    [[nodiscard]] integer value() {
        auto const size = static_cast<mp_size_t>(limbs_.size());
        bool const negative = sign() < 0;
        if (negative)
            mpn_neg(magnitude_.data(), limbs_.data(), size);
        else
            std::copy(limbs_.begin(), limbs_.end(), magnitude_.begin());
        integer result;
        mpz_t view;
        mpz_set(result.backend().data(), mpz_roinit_n(view, magnitude_.data(), size));
        return negative ? integer(-result) : result;
    }

private:
    std::vector<mp_limb_t> limbs_;
    std::vector<mp_limb_t> magnitude_;
};

}  // namespace ulpfield
