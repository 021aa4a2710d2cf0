#pragma once
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace ulpfield::capacity {

/// A real number rounded to so many significant decimal digits, of any magnitude: P_error can be 2e-13748, or e to the
/// -10^60.
class decimal_number {
public:
    decimal_number() = default;  ///< 0
    /// A decimal as text() writes it; else std::invalid_argument.
    explicit decimal_number(std::string text);

    /// As C's %g: 0.0052594, 6.4e-12, 18.
    [[nodiscard]] std::string const& text() const { return text_; }
    /// Near it, to about 2 ulp; 0 or an infinity beyond the range of double.
    [[nodiscard]] double to_double() const;
    /// ln |x|, to about 2 ulp; -infinity for 0.
    [[nodiscard]] double log() const;

    friend bool operator==(decimal_number const&, decimal_number const&) = default;
    friend std::ostream& operator<<(std::ostream& out, decimal_number const& number);

private:
    std::string text_ = "0";
};

/// How good a value is: `exact`; `good` within a factor 2 of the exact law or, where that is out of quick reach, of the
/// best estimate; `poor`; `unknown` where nothing is known that it could be held against. `not_proved`: a largest K
/// next to which the exact law decides, while nothing proves that no K far above it passes, too.
enum class trust { unknown, exact, good, poor, not_proved };
[[nodiscard]] std::string_view name(trust quality);  ///< empty, `exact`, `good`, `poor`, `not proved`

/// Both ends rounded outwards.
struct interval {
    decimal_number lower;
    decimal_number upper;
};

struct exact_fraction;  // fraction.hpp

/// One number: every digit of `value` right where the method is exact or closed form. Without a value `reason` says why
/// it is out of reach, what it would cost and what to use instead.
struct answer {
    std::optional<decimal_number> value;
    std::optional<interval> bounds;                  ///< proved, of exact values; of Monte Carlo a 95 % interval
    std::shared_ptr<exact_fraction const> fraction;  ///< the value as a rational, where it was had as one
    capacity::trust quality = capacity::trust::unknown;
    std::string reason;

    [[nodiscard]] bool reached() const { return value.has_value(); }
    /// The value's text; empty if there is none.
    [[nodiscard]] std::string text() const { return value ? value->text() : std::string(); }
    [[nodiscard]] static answer printed(std::string value) {
        return {decimal_number(std::move(value)), {}, {}, {}, {}};
    }
    [[nodiscard]] static answer refused(std::string reason) { return {{}, {}, {}, {}, std::move(reason)}; }
};

}  // namespace ulpfield::capacity
