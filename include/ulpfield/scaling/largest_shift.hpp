#pragma once
#include <string_view>
#include <utility>
#include <vector>

#include "ulpfield/scaling/scaled_difference.hpp"

namespace ulpfield {

/// Eq. 13 with alpha = 2^-k, k of each decision its own: the least with |argument| <= 2^k for all 2K arguments of F. No
/// power overflows, and only terms far below the largest underflow. For F = x^n, and x^n above zero; the value is
/// u 2^-kn.
struct largest_shift {
    static constexpr std::string_view name = "max-shift";
    static constexpr std::string_view file_name = "max-shift";
    [[nodiscard]] static std::string title(std::string const& x) {
        return "max-shift: F(2⁻ᵏ·" + in_brackets(x) + "), k of the largest argument";
    }
    [[nodiscard]] static ratio alpha(std::int64_t /*N*/) { return {1, 1}; }
    [[nodiscard]] static std::optional<ratio> format_constant(std::int64_t /*N*/) { return std::nullopt; }
    static constexpr scaled_term term = scaled_term::value;
    static constexpr bool over_largest_term = false;
    static constexpr bool adds_differences = false;
    static constexpr bool neuron_in_overlap = false;

    template <rounding_real Real>
    class in_format {
    public:
        explicit in_format(std::int64_t /*N*/) {}
        [[nodiscard]] Real scale(Real const& x) const { return x; }
    };

    template <rounding_real Real, rounding_real Sum, class Interaction>
    class decision_sum {
    public:
        decision_sum(Interaction const& F, power_method method, std::int64_t /*N*/) : F_(F), method_(method) {}
        void add(Real const& a, Real const& b) {
            arguments_.emplace_back(a, b);
            for (Real const& x : {a, b}) {
                Real const magnitude = x < Real(0) ? -x : x;
                if (largest_ < magnitude) largest_ = magnitude;
            }
        }
        /// k; 0 where no argument is a number other than 0.
        [[nodiscard]] int shift() const {
            using plain_real = typename plain_type<Real>::type;
            mpfr_value held(number_traits<plain_real>::format().precision);
            number_traits<plain_real>::to_mpfr(held.get(), plain(largest_));
            if (mpfr_regular_p(held.get()) == 0) return 0;
            auto const exponent = static_cast<int>(mpfr_get_exp(held.get()));  // |x| in [2^(e-1), 2^e)
            return mpfr_cmp_ui_2exp(held.get(), 1, exponent - 1) == 0 ? exponent - 1 : exponent;
        }
        [[nodiscard]] std::vector<Sum> differences() const {
            std::vector<Sum> all;
            int const k = shift();
            auto const term = [&](Real const& x) {
                return convert<Sum>(F_(elementary::scale_by_power_of_two(x, -k), method_));
            };
            for (auto const& [a, b] : arguments_) all.push_back(term(a) - term(b));
            return all;
        }
        [[nodiscard]] Sum value() const {
            Sum sum(0);
            for (Sum const& one : differences()) sum += one;
            return sum;
        }

    private:
        Interaction const& F_;
        power_method method_;
        std::vector<std::pair<Real, Real>> arguments_;
        Real largest_{0};
    };
};

}  // namespace ulpfield
