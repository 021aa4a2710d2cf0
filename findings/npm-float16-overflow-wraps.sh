#!/usr/bin/env bash
# float16 0.0.1 (npm): numbers of 2^16 and more run over into the exponent's and the sign's bits.
# Expected of binary16: 70000 and 1e6 are above 65520, so they become infinity; ties go to the even neighbour.
# Seen: 70000 becomes NaN, 1000000 becomes -0.00023281574249267578 (a negative number near zero), 131072 becomes -0,
# and the tie 1 + 2^-11 becomes 1.0009765625 (rounded up; even is 1). Memories stored this way flip their sign in silence.
# Needs node and npm. Exit 0: seen as described; 1: the behaviour changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent float16@0.0.1
cat >check.js <<'J'
const { byteToFloat16, float16ToByte } = require('float16');
console.log('float16', require('float16/package.json').version);
const seen = [70000, 1e6, 131072, 65520, 1 + 2 ** -11].map((x) => byteToFloat16(float16ToByte(x)));
console.log(seen);
const described = [NaN, -0.00023281574249267578, -0, Infinity, 1.0009765625];
process.exit(seen.every((x, i) => Object.is(x, described[i])) ? 0 : 1);
J
node check.js
