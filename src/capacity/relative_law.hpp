#pragma once
#include <vector>

#include "capacity/crosstalk.hpp"
#include "capacity/enclosure.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// The law of one memory's crosstalk X = +-D(S) in units of |A|, A = D(N-1), for any F: |X| = size[i] |A| with
/// probability weight[i], both signs alike. `copies`: the probability that |X| = |A| (a memory equal to the stored one,
/// or to its negative, in all other bits), kept apart from the rest. Enclosed at the working precision.
struct relative_law {
    struct value {
        enclosure size;
        enclosure weight;
    };
    std::vector<value> rest;  ///< |X| other than |A|, 0 included
    enclosure copies{0L};
    int mean_sign = 1;  ///< of A; 0: everything is in units of nothing, and `rest` is empty

    /// The whole law: `rest` and the copies as a value of size 1.
    [[nodiscard]] std::vector<value> whole() const;
    /// The law of a memory that is no copy.
    [[nodiscard]] std::vector<value> without_copies() const;
};

/// F with rational values, from its lattice.
[[nodiscard]] relative_law relative_law_of(crosstalk_law const& law);
/// F that is a sum of exponentials, N <= 20000 (else std::domain_error). Values are told apart exactly.
[[nodiscard]] relative_law relative_law_of(setting const& where);

}  // namespace ulpfield::capacity
