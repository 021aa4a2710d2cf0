#!/usr/bin/env bash
# fast_math.sh COMPILER INCLUDE BOOST_INCLUDE: the headers of emulated and native formats refuse options under which they would not round.
set -uo pipefail
compiler=$1 include=$2 boost=$3
failed=0
compile() { "$compiler" -std=c++20 -fsyntax-only -Wfatal-errors "-I$include" -idirafter "$boost" "$@" -x c++ /dev/null 2>&1; }
refuses() {
    local message
    if message=$(compile "$@"); then
        echo "compiles with $*"
        failed=1
    elif ! grep -q 'error:.*ulpfield: ' <<<"$message"; then
        echo "fails with $*, but not by our message: $message"
        failed=1
    fi
}
options=(-ffast-math -Ofast -ffinite-math-only)
case $("$compiler" --version) in
*clang*) ;;
*)
    options+=(-funsafe-math-optimizations -freciprocal-math)
    case $(uname -m) in x86_64) options+=(-mfpmath=387) ;; esac
    ;;
esac
for header in number/rounded.hpp number/native.hpp number/mpfr_real.hpp number/observed.hpp; do
    for option in "${options[@]}"; do refuses "$option" -include "ulpfield/$header"; done
done
compile -O2 -include ulpfield/number/rounded.hpp || failed=1
exit "$failed"
