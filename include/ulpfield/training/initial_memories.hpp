#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// The law from which memories are drawn before they learn.
struct initial_law {
    enum class kind { normal, uniform };
    kind of = kind::normal;
    rational first{0, 1};    ///< mean, or lower end
    rational second{1, 10};  ///< standard deviation, or upper end
};

/// `count` values of the law, independent, from one seed; the same on every machine. Uniform: 53 random bits. Normal:
/// Box & Muller 1958 from 53-bit uniforms, evaluated by MPFR with 80 bits and rounded to double.
[[nodiscard]] std::vector<double> draw_values(initial_law const& law, std::size_t count, std::uint64_t seed);

}  // namespace ulpfield
