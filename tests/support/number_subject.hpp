#pragma once
#include <string>
#include <tuple>
#include <vector>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield::test {

using working_real = mpfr_real<format_role::working>;

struct no_scope {
    explicit no_scope(number_format const&) {}
};

/// What sets the run-time format of a number type, and the formats it is tested in: here, of a type with one format.
template <class Real>
struct tested_as {
    using scope = no_scope;
    static std::vector<std::string> formats() {
        if constexpr (std::is_same_v<Real, fp8e4m3>) return {"fp8e4m3"};
        if constexpr (std::is_same_v<Real, fp8e5m2>) return {"fp8e5m2"};
        if constexpr (std::is_same_v<Real, bf16>) return {"bf16"};
        if constexpr (std::is_same_v<Real, fp16>) return {"fp16"};
        if constexpr (std::is_same_v<Real, tf32>) return {"tf32"};
        if constexpr (std::is_same_v<Real, float>) return {"fp32"};
        if constexpr (std::is_same_v<Real, double>) return {"fp64"};
        if constexpr (std::is_same_v<Real, long double>) return {"x87"};
        return {"fp128"};
    }
};

template <>
struct tested_as<small_float> {
    using scope = small_format_scope;
    static std::vector<std::string> formats() { return {"e5m7", "e8m24", "e10m24", "e2m1:ieee"}; }
};
template <>
struct tested_as<working_real> {
    using scope = format_scope<format_role::working>;
    static std::vector<std::string> formats() {
        return {"fp8e4m3", "fp16", "fp64", "x87", "fp128", "e11m30", "e15m112", "mpfr:2", "mpfr:53", "mpfr:113"};
    }
};

/// Every number type that is ours or the machine's but does not compute in MPFR.
using machine_types =
    decltype(std::tuple_cat(std::tuple<fp8e4m3, fp8e5m2, bf16, fp16, tf32, small_float>(), native_types()));

using all_types = decltype(std::tuple_cat(machine_types{}, std::tuple<working_real>{}));

/// Calls test(format) for each format the type is tested in, which is the thread's format meanwhile.
template <class Real, class Test>
void in_every_format(Test const& test) {
    for (std::string const& name : tested_as<Real>::formats()) {
        number_format const format = parse_format(name);
        typename tested_as<Real>::scope const scope(format);
        test(format);
    }
}

}  // namespace ulpfield::test
