#pragma once
#include <cmath>
#include <stdexcept>
#include <string>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/round_to_format.hpp"

namespace ulpfield {

/// The patterns as a format keeps them: each entry rounded once. Entries are doubles, so formats wider than fp64
/// change nothing. A format that cannot hold an entry (no sign, no zero): std::invalid_argument naming both.
[[nodiscard]] inline memory_patterns stored_patterns(memory_patterns const& zeta, number_format const& format) {
    if (format.exact()) return zeta;
    auto const rounded = [&format](double entry) {
        mpfr_value const nearest =
            round_once(format, [entry](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set_d(result, entry, mode); });
        double const kept = format.precision > 53 ? entry : mpfr_get_d(nearest.get(), MPFR_RNDN);
        if (!std::isfinite(kept))
            throw std::invalid_argument("memories in " + format.name + ": it does not hold " + std::to_string(entry));
        return kept;
    };
    return std::visit(
        [&]<class Patterns>(Patterns const& patterns) -> memory_patterns {
            if constexpr (std::is_same_v<Patterns, bipolar_patterns>) {
                if (rounded(1) != 1 || rounded(-1) != -1)
                    throw std::invalid_argument("memories in " + format.name + ": it does not hold -1 and +1");
                return patterns;
            } else {
                real_patterns kept(patterns.K(), patterns.N());
                for (std::size_t mu = 0; mu < patterns.K(); ++mu)
                    for (std::size_t i = 0; i < patterns.N(); ++i) kept.set(mu, i, rounded(patterns.at(mu, i)));
                return kept;
            }
        },
        zeta);
}

}  // namespace ulpfield
