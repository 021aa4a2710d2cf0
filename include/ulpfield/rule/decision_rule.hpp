#pragma once
#include <cstdint>

#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// A neuron whose value is NaN, in states of {-1, 0, +1}.
inline constexpr std::int8_t nan_value = -128;

/// Sign of a field u_i, exact or as a format computed it.
enum class field_sign : std::int8_t { negative = -1, zero = 0, positive = 1, nan = 2 };

/// What a field of exactly 0 decides.
enum class tie_rule {
    plus,   ///< +1 (McAlister et al. Eq. 3)
    minus,  ///< -1
    keep,   ///< the neuron's present value
    zero,   ///< a third value, 0 (sign functions of numerical libraries)
    flip    ///< the opposite of its present value
};

/// What a field of NaN decides.
enum class nan_rule {
    minus,  ///< -1 (NaN >= 0 is false)
    plus,   ///< +1 (NaN < 0 is false)
    keep,   ///< the neuron's present value
    nan,    ///< NaN, which every other field then becomes
    zero    ///< 0 (torch.sign)
};

/// How a program turns a field into a neuron's new value: its sign, but for ties and NaN. The same rule serves the
/// format and exact arithmetic, so that decisions are compared like with like.
struct decision_rule {
    tie_rule tie = tie_rule::plus;
    nan_rule nan = nan_rule::minus;
    rational tolerance = 0;  ///< T >= 0: a field in [-T, T] is a tie

    /// sign(0) = +1, NaN decides -1, no tolerance.
    [[nodiscard]] bool plain() const { return tie == tie_rule::plus && nan == nan_rule::minus && tolerance.is_zero(); }
    /// Its new values are -1 and +1 alone.
    [[nodiscard]] bool bipolar() const {
        return tie != tie_rule::zero && nan != nan_rule::nan && nan != nan_rule::zero;
    }
    /// Every relaxation of single neurons ends in exact arithmetic: each change lowers the energy, or at ties moves one
    /// way only. The third value and flips may cycle, and so may a tolerance.
    [[nodiscard]] bool always_ends() const {
        return tie != tie_rule::zero && tie != tie_rule::flip && tolerance.is_zero();
    }

    /// The new value of a neuron of this value whose field has this sign (a tie: zero).
    [[nodiscard]] std::int8_t operator()(field_sign sign, std::int8_t present) const {
        auto const opposite = [](std::int8_t value) {
            return value == nan_value ? value : static_cast<std::int8_t>(-value);
        };
        if (sign == field_sign::nan) switch (nan) {
                case nan_rule::minus:
                    return -1;
                case nan_rule::plus:
                    return 1;
                case nan_rule::keep:
                    return present;
                case nan_rule::nan:
                    return nan_value;
                case nan_rule::zero:
                    return 0;
            }
        if (sign == field_sign::zero) switch (tie) {
                case tie_rule::plus:
                    return 1;
                case tie_rule::minus:
                    return -1;
                case tie_rule::keep:
                    return present;
                case tie_rule::zero:
                    return 0;
                case tie_rule::flip:
                    return opposite(present);
            }
        return sign == field_sign::positive ? 1 : -1;
    }
};

}  // namespace ulpfield
