#!/usr/bin/env bash
# headers_alone.sh COMPILER INCLUDE BOOST_INCLUDE shared|nothing: compiles every public header as the only one, twice included. `shared`: the
# headers of the standard library and of Boost that ours include are precompiled and stand before each.
set -uo pipefail
compiler=$1 include=$2 boost=$3 before=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
flags=(-std=c++20 -Wall -Wextra -Wconversion -Wdouble-promotion -Wshadow -Werror -ffp-contract=off "-I$include" -idirafter "$boost")
first=()
if [ "$before" = shared ]; then
    grep -rhE '^#include <' "$include" --include=*.hpp | sort -u >"$work/others.hpp"
    "$compiler" "${flags[@]}" -x c++-header "$work/others.hpp" -o "$work/others.hpp.gch" || exit 1
    first=(-include "$work/others.hpp")
fi

check() {
    local header=$1 source
    source=$(mktemp -p "$work" --suffix .cpp)
    printf '#include "%s"\n#include "%s"\n' "$header" "$header" >"$source"
    "$compiler" "${flags[@]}" "${first[@]}" -fsyntax-only "$source" || echo "$header" >>"$work/failed"
}

count=0
while IFS= read -r header; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    check "${header#"$include"/}" &
    count=$((count + 1))
done < <(find "$include" -name '*.hpp' | sort)
wait
[ "$count" -gt 0 ] || { echo "no headers in $include"; exit 1; }
if [ -e "$work/failed" ]; then
    echo "do not compile alone:"
    sort "$work/failed"
    exit 1
fi
echo "$count headers compile alone"
