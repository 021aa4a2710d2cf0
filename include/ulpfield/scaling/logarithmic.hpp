#pragma once
#include <string_view>
#include <utility>
#include <vector>

#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 4 as a signed sum in the log domain: with l = log|F|, M the largest l of all 2K terms,
/// sum_mu [sign F(a) e^(l(a) - M) - sign F(b) e^(l(b) - M)]. It has u's sign and is u over the largest |F|.
struct logarithmic {
    static constexpr std::string_view name = "log";
    static constexpr std::string_view file_name = "log";
    [[nodiscard]] static std::string title(std::string const& /*x*/) { return "log: F held as log F"; }
    [[nodiscard]] static ratio alpha(std::int64_t /*N*/) { return {1, 1}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t /*N*/) { return std::nullopt; }
    static constexpr scaled_term term = scaled_term::logarithm;
    static constexpr bool over_largest_term = true;
    static constexpr bool adds_differences = false;
    static constexpr bool neuron_in_overlap = false;

    template <rounding_real Real>
    class in_format {
    public:
        explicit in_format(std::int64_t /*N*/) {}
        [[nodiscard]] Real scale(Real const& x) const { return x; }
    };

    /// The larger of two logarithms, where only terms that are not zero count.
    template <rounding_real Real>
    static void raise(signed_logarithm<Real>& largest, signed_logarithm<Real> const& term) {
        if (term.sign != 0 && (largest.sign == 0 || term.logarithm > largest.logarithm)) largest = term;
    }

    /// sign e^(l - M) of one term, in the type of the sum; a vanished term is exactly 0.
    template <rounding_real Sum, rounding_real Real>
    [[nodiscard]] static Sum shifted(signed_logarithm<Real> const& term, signed_logarithm<Real> const& largest) {
        if (term.sign == 0) return Sum(0);
        Sum const value = convert<Sum>(elementary::exp(term.logarithm - largest.logarithm));
        return term.sign < 0 ? -value : value;
    }

    template <rounding_real Real, rounding_real Sum, class Interaction>
    class decision_sum {
    public:
        decision_sum(Interaction const& F, power_method /*method*/, std::int64_t /*N*/) : F_(F) {}
        void add(Real const& a, Real const& b) {
            terms_.emplace_back(F_.logarithm(a), F_.logarithm(b));
            raise(largest_, terms_.back().first);
            raise(largest_, terms_.back().second);
        }
        [[nodiscard]] Sum value() const {
            Sum sum(0);
            for (auto const& [a, b] : terms_) sum += shifted<Sum>(a, largest_) - shifted<Sum>(b, largest_);
            return sum;
        }
        /// What it adds, in order.
        [[nodiscard]] std::vector<Sum> differences() const {
            std::vector<Sum> all;
            for (auto const& [a, b] : terms_) all.push_back(shifted<Sum>(a, largest_) - shifted<Sum>(b, largest_));
            return all;
        }

    private:
        Interaction const& F_;
        std::vector<std::pair<signed_logarithm<Real>, signed_logarithm<Real>>> terms_;
        signed_logarithm<Real> largest_;
    };
};

}  // namespace ulpfield
