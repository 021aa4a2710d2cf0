#pragma once
#include <memory>
#include <stop_token>
#include <string>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// One bipolar memory as neuron i sees it: its own entry zeta_i = +-1 and R = sum_{j != i} zeta_j sigma_j. A decision
/// of Eq. 4/13 depends only on the K pairs (zeta_i, R). R takes N values (it counts the products that are +1), so 2N
/// pairs cover all memories and states.
struct neuron_view {
    int zeta = 1;
    int R = 0;

    friend bool operator==(neuron_view const&, neuron_view const&) = default;
};

/// The way in which a rule equivalent to Eq. 4 scales the arguments of F.
enum class scaling_way {
    multiplied,  ///< F(alpha x), in a format x times its nearest number to alpha (alpha = 1, 2^-k: Eq. 4, exact)
    divided,     ///< F(x/Q), alpha = 1/Q, in a format divided by its nearest number to Q
    shifted      ///< e^(x - M), M the largest argument (log-sum-exp); alpha = 1, any F through log|F|
};

struct local_setting {
    number_format format;  ///< may be `exact`
    interaction F;
    ratio alpha{1, 1};
    scaling_way way = scaling_way::multiplied;
};

/// Eq. 4/13 at one neuron as a sum over memories that can be taken back: what a search through many memories needs.
///   u = sum_mu F(alpha (zeta + R)) - F(alpha (-zeta + R))
/// In a format every value is bit for bit that of memory/energy_difference.hpp, summed in the order pushed; in exact
/// arithmetic integers, for the exponential Lindemann-Weierstrass and enclosures. Not for several threads at once.
class local_rule {
public:
    virtual ~local_rule() = default;

    /// The next memory, and the last one taken back.
    virtual void push(neuron_view view) = 0;
    virtual void pop() = 0;

    /// Sign of the sum of what was pushed: -1, 0, +1; NaN, which decides -1, counts as -1.
    [[nodiscard]] virtual int sign() = 0;
    /// True if on the way to it an intermediate overflowed, became NaN, subnormal or zero (never in exact arithmetic).
    [[nodiscard]] virtual bool left_range() = 0;
    /// The sum in decimal: exact (p/q; of exponentials 20 digits), in a format enough digits to tell its numbers apart.
    [[nodiscard]] virtual std::string text() = 0;
    /// The sum where it is a number of a format; exact arithmetic: to 200 bits, exactly 0 only if it is 0.
    [[nodiscard]] virtual mpfr_value value() = 0;

    /// sign(0) = +1
    [[nodiscard]] int decision() { return sign() >= 0 ? 1 : -1; }
};

/// True if the format holds every similarity of N neurons exactly, so that decisions depend on views alone.
[[nodiscard]] bool holds_similarities(number_format const& format, int N);

/// The rule of a setting for similarities |R| < N. holds_similarities must be true, alpha > 0, `divided` needs
/// alpha = 1/Q, `shifted` alpha = 1: else std::invalid_argument. Asked to stop, its functions throw `interrupted`.
[[nodiscard]] std::unique_ptr<local_rule> make_local_rule(local_setting const& setting, int N,
                                                          std::stop_token stop = {});

}  // namespace ulpfield
