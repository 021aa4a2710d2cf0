#pragma once
#include <cstddef>
#include <tuple>
#include <type_traits>

#include "ulpfield/number/described.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield {

/// The number types with code of their own.
using compiled_types = decltype(std::tuple_cat(std::tuple<fp8e4m3, fp8e5m2, bf16, fp16, tf32>(), native_types()));

/// True if both have the same numbers, whatever their names.
[[nodiscard]] inline bool same_numbers(number_format const& a, number_format const& b) {
    number_format renamed = b;
    renamed.name = a.name;
    return a == renamed;
}

/// Calls `make(std::type_identity<Real>{})` with the number type of a rounding format. Formats with code of their own
/// are found by their numbers, under any name; all others run on small_float, described or mpfr_real, with the same
/// results.
template <class Function, std::size_t index = 0>
decltype(auto) with_type_of(number_format const& format, Function const& make) {
    if constexpr (index < std::tuple_size_v<compiled_types>) {
        using Real = std::tuple_element_t<index, compiled_types>;
        if (same_numbers(format, number_traits<Real>::format())) return make(std::type_identity<Real>{});
        return with_type_of<Function, index + 1>(format, make);
    } else {
        if (rounds_from_double(format)) return make(std::type_identity<small_float>{});
        if (fits_in_double(format)) return make(std::type_identity<described>{});
        return make(std::type_identity<mpfr_real<format_role::working>>{});
    }
}

}  // namespace ulpfield
