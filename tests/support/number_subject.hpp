#pragma once
#include <algorithm>
#include <tuple>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield::test {

/// A format's name as a template argument.
template <std::size_t length>
struct format_name {
    char text[length];
    constexpr format_name(char const (&name)[length]) { std::copy_n(name, length, text); }
};

struct no_scope {
    explicit no_scope(number_format const&) {}
};

/// What sets the run-time format of a number type.
template <class Real>
struct scope_of {
    using type = no_scope;
};
template <>
struct scope_of<small_float> {
    using type = small_format_scope;
};
template <format_role role>
struct scope_of<mpfr_real<role>> {
    using type = format_scope<role>;
};

/// A number type together with the format it is tested as, which is the thread's while the subject lives.
template <class NumberType, format_name name>
struct subject {
    using Real = NumberType;
    number_format const format = parse_format("subject", name.text);
    typename scope_of<Real>::type const scope{format};
};

using working_real = mpfr_real<format_role::working>;

using fp8_subjects = std::tuple<subject<fp8e4m3, "fp8e4m3">, subject<fp8e5m2, "fp8e5m2">>;

/// Every number type that is ours or the machine's but does not compute in MPFR.
using machine_subjects = std::tuple<subject<fp8e4m3, "fp8e4m3">, subject<fp8e5m2, "fp8e5m2">, subject<bf16, "bf16">,
                                    subject<fp16, "fp16">, subject<tf32, "tf32">, subject<small_float, "e5m7">,
                                    subject<small_float, "e8m24">, subject<small_float, "e10m24">,
                                    subject<small_float, "e2m1">, subject<float, "fp32">, subject<double, "fp64">
#ifdef ULPFIELD_HAS_X87
                                    ,
                                    subject<long double, "x87">
#endif
#ifdef ULPFIELD_HAS_FLOAT128
                                    ,
                                    subject<float128, "fp128">
#endif
                                    >;

/// The same formats, wider ones and MPFR's own through mpfr_real.
using mpfr_subjects =
    std::tuple<subject<working_real, "fp8e4m3">, subject<working_real, "fp16">, subject<working_real, "fp64">,
               subject<working_real, "x87">, subject<working_real, "fp128">, subject<working_real, "e11m30">,
               subject<working_real, "e15m112">, subject<working_real, "mpfr:2">, subject<working_real, "mpfr:53">,
               subject<working_real, "mpfr:113">>;

using all_subjects = decltype(std::tuple_cat(machine_subjects{}, mpfr_subjects{}));

}  // namespace ulpfield::test
