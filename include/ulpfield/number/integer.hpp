#pragma once
#include <boost/multiprecision/gmp.hpp>
#include <cstdint>

namespace ulpfield {

/// Integers and rationals of any size (GMP through Boost.Multiprecision). Expression templates are off: no operation
/// is reordered, and `auto` holds a number.
using integer = boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;
using rational = boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

/// Binary digits of |m|: the least b with |m| < 2^b; 0 for m = 0.
[[nodiscard]] inline std::int64_t bit_length(integer const& m) {
    return m == 0 ? 0 : static_cast<std::int64_t>(mpz_sizeinbase(m.backend().data(), 2));
}

}  // namespace ulpfield
