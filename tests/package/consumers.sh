#!/usr/bin/env bash
# consumers.sh CMAKE BUILD README COMPILER PREFIX_PATH: installs BUILD in a temporary prefix, moves that, and builds, links and runs the programs of
# README outside the tree: by find_package those behind a marker <!-- NAME.cpp -->, by pkg-config the one behind the line of its command. The block
# that follows each program is what it prints.
set -euo pipefail
cmake=$1 build=$2 readme=$3 compiler=$4 prefix_path=$5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# block NAME: the code block behind <!-- NAME -->.
block() {
    awk -v mark="<!-- $1 -->" '$0 == mark {found = 1} found && /^```/ {if (open) exit; open = 1; next} open' "$readme"
}

"$cmake" --install "$build" --prefix "$work/first" >"$work/install.log"
mv "$work/first" "$work/installed"  # nothing may remember where it was laid down
! grep -rIlF "$build" "$work/installed" --include=*.cmake --include=*.pc --include=*.hpp || { echo "the build folder is named there"; exit 1; }
[ "$(find "$work/installed" -name '*.hpp' | wc -l)" -eq "$(find "$(dirname "$readme")" -name '*.hpp' | wc -l)" ]

mkdir "$work/consumer"
cd "$work/consumer"
mapfile -t programs < <(sed -nE 's/^<!-- (.*\.cpp) -->$/\1/p' "$readme")
[ ${#programs[@]} -ge 3 ] || { echo "three programs are wanted in $readme"; exit 1; }
for program in "${programs[@]}"; do block "$program" >"$program"; done
block CMakeLists.txt >CMakeLists.txt
"$cmake" -B build -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$work/installed;$prefix_path" -DCMAKE_BUILD_TYPE=Debug >configure.log 2>&1 ||
    { cat configure.log; exit 1; }
"$cmake" --build build --parallel 2 >build.log 2>&1 || { cat build.log; exit 1; }

prints() {
    local name=$1
    shift
    block "$name.out" >expected
    [ -s expected ] || { echo "$readme does not say what $name prints"; exit 1; }
    "$@" >printed || { echo "$name fails"; exit 1; }
    diff expected printed || { echo "$name prints something else"; exit 1; }
}
for program in "${programs[@]}"; do prints "${program%.cpp}" "build/${program%.cpp}"; done

export PKG_CONFIG_PATH
PKG_CONFIG_PATH=$(dirname "$(find "$work/installed" -name ulpfield.pc)")
c++() { "$compiler" "$@"; }
eval "$(block pkg-config)"
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(dirname "$(find "$work/installed" -name 'libulpfield.*' | head -n 1)")
prints decide ./decide
echo "${#programs[@]} programs by find_package, 1 by pkg-config"
