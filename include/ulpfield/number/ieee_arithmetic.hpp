#pragma once
// Formats here stand on the machine's float and double as IEEE 754 has them: every operation rounded once, in its own
// format, NaN and infinity kept. Compiler options that give this up would let the emulated formats skip their rounding
// without a word; they are refused. (clang tells nothing of -funsafe-math-optimizations and its parts.)

#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__) || \
    defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__)
#error \
    "ulpfield: -ffast-math (-Ofast, -funsafe-math-optimizations, -ffinite-math-only and the like) changes what is computed: number formats would not round. Compile without it."
#endif

#if defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0 && __FLT_EVAL_METHOD__ != 16
#error \
    "ulpfield: float and double must be computed in their own formats, not in wider registers. Compile with -msse2 -mfpmath=sse."
#endif
