#pragma once
#include <type_traits>

#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield {

/// Calls `make(std::type_identity<Real>{})` with the number type of a rounding format. Formats with code of their own
/// are found by their numbers, under any name; all others run on small_float or mpfr_real, with the same results.
template <class Function>
decltype(auto) with_type_of(number_format const& format, Function const& make) {
    auto const is = [&format](number_format const& compiled) {
        return compiled.precision == format.precision && compiled.emin == format.emin && compiled.emax == format.emax &&
               compiled.subnormals == format.subnormals && compiled.overflow == format.overflow;
    };
    if (is(number_traits<fp8e4m3>::format())) return make(std::type_identity<fp8e4m3>{});
    if (is(number_traits<fp8e5m2>::format())) return make(std::type_identity<fp8e5m2>{});
    if (is(number_traits<bf16>::format())) return make(std::type_identity<bf16>{});
    if (is(number_traits<fp16>::format())) return make(std::type_identity<fp16>{});
    if (is(number_traits<tf32>::format())) return make(std::type_identity<tf32>{});
    if (is(number_traits<float>::format())) return make(std::type_identity<float>{});
    if (is(number_traits<double>::format())) return make(std::type_identity<double>{});
#if defined(ULPFIELD_HAS_X87)
    if (is(number_traits<long double>::format())) return make(std::type_identity<long double>{});
#endif
#if defined(ULPFIELD_HAS_FLOAT128)
    if (is(number_traits<float128>::format())) return make(std::type_identity<float128>{});
#endif
    if (rounds_from_double(format)) return make(std::type_identity<small_float>{});
    return make(std::type_identity<mpfr_real<format_role::working>>{});
}

}  // namespace ulpfield
