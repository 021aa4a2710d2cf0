#pragma once
#include <stop_token>

#include "ulpfield/boundary/boundary_setting.hpp"

namespace ulpfield {

/// The boundary of a format found by running its own code (format_terms): doubling and bisecting, then every n around
/// the place found in which roundings could make the sequence turn back (a relative error of n 2^-p moves a boundary by
/// a factor 1 + 2^-p / |log x|; formats of few bits are run at every n there). `exact-terms` compares each computed
/// term with the exact one: every s of N's parity for N <= 512, above that 64 each next to N, -N and 0, and those of
/// the largest odd part (the lemma in exact_orders.hpp says which decide), for `factored` every s. Throws `interrupted`
/// soon after it is asked to stop.
[[nodiscard]] boundary_order observe(boundary_setting const& setting, boundary_quantity quantity,
                                     std::stop_token const& stop);

}  // namespace ulpfield
