#pragma once
#include <optional>

#include "ulpfield/number/described.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/rounded.hpp"

namespace ulpfield {

/// The thread's settings while numbers of a type are used: nothing for formats fixed when compiling, the
/// four numbers for those chosen at run time.
template <class Real>
struct number_context {
    explicit number_context(number_format const&) {}
};
template <>
struct number_context<small_float> : small_format_scope {
    using small_format_scope::small_format_scope;
};
template <>
struct number_context<described> : described_scope {
    using described_scope::described_scope;
};
template <format_role role>
struct number_context<mpfr_real<role>> : format_scope<role> {
    using format_scope<role>::format_scope;
};

}  // namespace ulpfield
