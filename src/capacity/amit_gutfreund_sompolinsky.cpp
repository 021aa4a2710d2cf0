#include "capacity/amit_gutfreund_sompolinsky.hpp"

#include <stdexcept>

#include "capacity/error_function.hpp"

namespace ulpfield::capacity::amit_gutfreund_sompolinsky {
namespace {

enclosure erf(enclosure const& y) { return enclosure(1L) - erfc(y); }

/// (2/sqrt pi) e^{-y^2}
enclosure bell(enclosure const& y) { return enclosure(2L) / sqrt(enclosure::pi()) * exp(-(y * y)); }

enclosure storage_root(enclosure const& y) { return erf(y) / y - bell(y); }

/// The y between `low` and `high` where a function that is positive at `low` and falls through 0 vanishes: halved while
/// signs are certain.
template <class Function>
enclosure root_of(Function const& falling, enclosure low, enclosure high) {
    for (long k = 0; k < 2 * working_precision::bits(); ++k) {
        enclosure const middle = enclosure::point(enclosure(low.middle(), high.middle()).middle());
        enclosure const value = falling(middle);
        if (mpfr_sgn(value.low()) > 0)
            low = middle;
        else if (mpfr_sgn(value.high()) < 0)
            high = middle;
        else
            break;
        if (!certainly_less(low, high)) break;
    }
    return {low.middle(), high.middle()};
}

/// y at alpha_c.
enclosure critical_point() {
    return root_of([](enclosure const& y) { return bell(y) * (y + times_two_to(y * y * y, 1)) - erf(y); },
                   enclosure(1L), enclosure(3L));
}

}  // namespace

enclosure critical_storage() {
    enclosure const s = storage_root(critical_point());
    return times_two_to(s * s, -1);
}

enclosure critical_overlap() { return erf(critical_point()); }

enclosure retrieval_overlap(rational const& alpha) {
    if (alpha <= 0) throw std::domain_error("alpha = " + alpha.str() + ": above 0");
    enclosure const target = sqrt(times_two_to(enclosure(alpha), 1));
    enclosure const top = critical_point();
    if (!certainly_less(target, storage_root(top).low_end()))
        throw std::domain_error("alpha = " + alpha.str() + ": below alpha_c = 0.1379..., where retrieval states end");
    enclosure high(4L);
    while (!certainly_less(storage_root(high), target)) high = times_two_to(high, 1);
    return erf(root_of([&](enclosure const& y) { return storage_root(y) - target; }, top.high_end(), high));
}

}  // namespace ulpfield::capacity::amit_gutfreund_sompolinsky
