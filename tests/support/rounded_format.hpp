#pragma once
#include <string>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/rounding.hpp"

namespace ulpfield::test {

/// "fp16:flush zero": a format's name and, behind a blank, how it rounds.
[[nodiscard]] inline number_format rounded_format(std::string const& text) {
    std::size_t const blank = text.find(' ');
    number_format format = parse_format(text.substr(0, blank));
    if (blank != std::string::npos)
        format = rounded_so(format, parse_rounding(text.substr(blank + 1)), flush_rule::none);
    format.name = text;
    return format;
}

/// Formats that are not like those of IEEE 754, of both number types.
inline char const* const unusual_formats[] = {"e4m3fn:sat",
                                              "e4m3fnuz",
                                              "e4m3b11fnuz:sat",
                                              "e5m2fnuz",
                                              "e5m2:sat",
                                              "e2m1fn",
                                              "e2m3",
                                              "e3m2fn",
                                              "e3m4:flush",
                                              "fp16:flush",
                                              "bf16:flush-before:sat",
                                              "fp16:noinf",
                                              "e5m10:emin=-24:flush",
                                              "e4m9:emax=3:emin=-3",
                                              "fp32:flush",
                                              "fp64:flush:sat",
                                              "mpfr:40:sat",
                                              "mpfr:20:emin=-30:emax=40"};
/// And roundings that are.
inline char const* const unusual_roundings[] = {
    "fp8e4m3 zero", "e5m2 up",  "bf16 down", "fp16 odd",    "fp16 away",       "fp16:sat up",  "e4m3fnuz down",
    "fp32 zero",    "fp64 odd", "fp64 up",   "e2m3fn away", "fp16:flush zero", "mpfr:30 down", "x87 away"};

}  // namespace ulpfield::test
