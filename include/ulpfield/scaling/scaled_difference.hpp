#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

// A scaling owns where Eq. 4 is scaled and how one decision is summed in a format; members.hpp lists what it brings.

/// What a scaling evaluates for one similarity s: what `boundary` calls its term.
enum class scaled_term {
    value,       ///< F of the scaled s
    difference,  ///< F(s) - F(s - 2) in a form without cancellation
    logarithm    ///< log|F(s)|
};

/// What a scaling's in_format and decision_sum are given as N.
template <class Scaling>
[[nodiscard]] std::int64_t size_for(Scaling const& scaling, std::int64_t N) {
    if constexpr (requires { scaling.size(N); })
        return scaling.size(N);
    else
        return N;
}

/// The sum over mu of differences F(alpha a) - F(alpha b), one after the other.
template <class Scaling, rounding_real Real, rounding_real Sum, class Interaction>
class sum_of_differences {
public:
    sum_of_differences(Interaction const& F, power_method method, std::int64_t N) : F_(F), method_(method), rule_(N) {}
    void add(Real const& a, Real const& b) { sum_ += rule_.template difference<Sum>(F_, method_, a, b); }
    [[nodiscard]] Sum value() const { return sum_; }

private:
    Interaction const& F_;
    power_method method_;
    typename Scaling::template in_format<Real> rule_;
    Sum sum_{0};
};

/// What the scalings share that only scale the argument of F, by one operation of the format.
template <class Scaling>
struct argument_scaled {
    static constexpr scaled_term term = scaled_term::value;
    static constexpr bool over_largest_term = false;
    static constexpr bool adds_differences = true;
    static constexpr bool neuron_in_overlap = false;

    template <rounding_real Real, rounding_real Sum, class Interaction>
    using decision_sum = sum_of_differences<Scaling, Real, Sum, Interaction>;
};

/// Their difference of one memory: two values of F, subtracted in the type of the sum.
template <class Rule>
class scaled_difference {
public:
    template <rounding_real Sum, rounding_real Real, class Interaction>
    [[nodiscard]] Sum difference(Interaction const& F, power_method method, Real const& a, Real const& b) const {
        auto const& self = static_cast<Rule const&>(*this);
        return convert<Sum>(F(self.scale(a), method)) - convert<Sum>(F(self.scale(b), method));
    }
};

/// "x" or "(x + 1)": a factor beside an argument, for titles.
[[nodiscard]] inline std::string in_brackets(std::string const& x) { return x.size() == 1 ? x : "(" + x + ")"; }

}  // namespace ulpfield
