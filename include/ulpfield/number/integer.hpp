#pragma once
#include <boost/multiprecision/gmp.hpp>

namespace ulpfield {

/// Integers and rationals of any size (GMP through Boost.Multiprecision). Expression templates are off: no operation
/// is reordered, and `auto` holds a number.
using integer = boost::multiprecision::number<boost::multiprecision::gmp_int, boost::multiprecision::et_off>;
using rational = boost::multiprecision::number<boost::multiprecision::gmp_rational, boost::multiprecision::et_off>;

}  // namespace ulpfield
