#pragma once
#include <span>
#include <string>
#include <vector>

#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/observed.hpp"
#include "ulpfield/number/real.hpp"
#include "ulpfield/number/round_to_format.hpp"

namespace ulpfield::sum {

/// The exact sum, rounded once to the format (an exact accumulator). Error: half a unit in the last place.
/// In a type without rounding the plain sum, which is exact. Source: mpfr_sum (Lefevre 2016).
struct once {
    [[nodiscard]] static std::string name() { return "once"; }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        if constexpr (rounding_real<Real>) {
            number_format const format = number_traits<Real>::format();
            std::vector<mpfr_value> terms(x.size(), mpfr_value(format.precision));
            std::vector<mpfr_ptr> pointers(x.size());
            bool finite = true;
            bool any_nan = false;
            for (std::size_t i = 0; i < x.size(); ++i) {
                number_traits<Real>::to_mpfr(terms[i].get(), x[i]);
                pointers[i] = terms[i].get();
                finite = finite && mpfr_number_p(pointers[i]) != 0;
                any_nan = any_nan || mpfr_nan_p(pointers[i]) != 0;
            }
            mpfr_value total(format.precision);
            rounding_outcome const outcome = round_into(total.get(), format, [&](mpfr_ptr result, mpfr_rnd_t rounding) {
                return mpfr_sum(result, pointers.data(), pointers.size(), rounding);
            });
            bool const exact_zero = mpfr_zero_p(total.get()) != 0 && outcome.ternary == 0;
            return note_events(number_traits<Real>::from_mpfr(total.get()),
                               {finite, any_nan, exact_zero, outcome.ternary != 0, false, outcome.overflow});
        } else {
            Real total(0);
            for (Real const& term : x) total = total + term;
            return total;
        }
    }
};

}  // namespace ulpfield::sum
