#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/rule/program_arithmetic.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

namespace ulpfield {

/// The computation asked of a format: Eq. 4/13 with this F and scaling, powers by this method, sums in a wider format
/// or not.
template <class Interaction>
struct rule_setting_of {
    number_format format;
    std::optional<number_format> accumulate;
    Interaction F;
    argument_scaling scaling;
    power_method power = power_method::binary;
    /// Nothing: the definition's order of operations (and what gives its bits faster). Else a program's.
    std::optional<program_arithmetic> program = {};
};
using rule_setting = rule_setting_of<interaction>;

/// One decision of a format, and the floating-point exceptions on the way to it.
struct decision {
    int value = 1;  ///< the neuron's new value
    bool zero = false;
    bool overflow = false;   ///< an intermediate became infinite (NaN where the format has no infinity)
    bool nan = false;        ///< an intermediate became NaN
    bool underflow = false;  ///< a non-zero value became subnormal or zero
};

/// The update rule in one format, compiled once per format: the face behind which all number types stay. The values are
/// bit for bit those of memory/energy_difference.hpp. Not for several threads at once.
class format_rule {
public:
    virtual ~format_rule() = default;

    virtual void set_memories(shared_patterns const& zeta) = 0;
    /// States have N entries, each -1 or +1; else std::invalid_argument. All N decisions of one state, with their
    /// events. Throws `interrupted` soon after it is asked to stop.
    virtual void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) = 0;
    [[nodiscard]] virtual decision examined(std::size_t i) const = 0;
    /// k where the scaling chose it for this decision (max-shift): the value is that of 2^-k. Else 0.
    [[nodiscard]] virtual int examined_shift(std::size_t i) const;
    /// The value of neuron i as the format computed it, exactly.
    [[nodiscard]] virtual mpfr_value value(std::size_t i) const = 0;
    /// Bits the examined value of neuron i lost against the correctly rounded exact value: a log2_position
    /// (lost_bits.hpp).
    [[nodiscard]] virtual double lost_bits(std::size_t i, mpfr_srcptr correct, int exact_sign) const = 0;

    /// Relaxation: the present state, its decisions, its changes.
    virtual void set_state(std::span<std::int8_t const> sigma) = 0;
    [[nodiscard]] virtual int decide(std::size_t i) = 0;
    /// u_i of the present state as the format computes it, exactly.
    [[nodiscard]] virtual mpfr_value field(std::size_t i) = 0;
    virtual void flip(std::size_t i) = 0;
    /// sigma_i = value, one of -1, 0, +1 and nan_value: rules of a program only; others: std::logic_error.
    virtual void set(std::size_t i, std::int8_t value);
};

/// Why a format cannot compute a setting, empty if it can: integers have no scaled similarity, no fractional slope, no
/// exponential, and take memories of -1 and +1 alone and powers by products.
[[nodiscard]] std::string refusal(rule_setting const& setting, bool bipolar);

/// The rule of a setting, for bipolar memories or for real ones; any format but `exact`. Throws std::invalid_argument
/// where refusal() says why.
[[nodiscard]] std::unique_ptr<format_rule> make_format_rule(rule_setting const& setting, bool bipolar);

}  // namespace ulpfield
