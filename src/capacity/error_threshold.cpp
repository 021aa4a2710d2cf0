#include "capacity/error_threshold.hpp"

namespace ulpfield::capacity {

error_threshold::error_threshold(std::int64_t N, rational const& delta, criterion rule)
    : N_(N), delta_(delta), rule_(rule) {}

enclosure error_threshold::bounds() const {
    if (rule_ == criterion::union_bound) return enclosure(rational(delta_ / N_));
    return -expm1(log1p(-enclosure(delta_)) / enclosure(static_cast<long>(N_)));
}

bool error_threshold::above(rational const& P) const {
    if (rule_ == criterion::union_bound) return P * N_ < delta_;
    {
        working_precision const guard(400);
        enclosure const p = bounds();
        if (certainly_less(enclosure(P), p)) return true;
        if (certainly_less(p, enclosure(P))) return false;
    }
    auto const N = static_cast<unsigned>(N_);
    rational const right = 1 - P;
    rational const wanted = 1 - delta_;
    return pow(numerator(right), N) * denominator(wanted) > numerator(wanted) * pow(denominator(right), N);
}

int error_threshold::against_half() const {
    if (rule_ == criterion::union_bound) return rational(2 * delta_).compare(rational(N_));
    rational const wanted = 1 - delta_;  // p >= 1/2 where this is at most 2^-N
    if (bit_length(denominator(wanted)) < N_) return -1;
    return integer(denominator(wanted)).compare(integer(numerator(wanted) << static_cast<unsigned>(N_)));
}

}  // namespace ulpfield::capacity
