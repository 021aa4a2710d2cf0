#!/usr/bin/env bash
# npyjs 1.2.0 (npm): dump() of a plain array of numbers, which are binary64 in JavaScript.
# Expected: '<f8', as np.save of the same list writes, or a rounding that is announced.
# Seen: '<f4' for every array that holds a fraction and nothing above float32's largest number. 1/3 comes back as
# 0.3333333432674408, 16777217.5 as 16777218, 1e-46 as 0. A Float64Array is written as '<f8'.
# Trained memories written this way have lost 29 bits before any study of precision begins.
# Needs node and npm. Exit 0: seen as described; 1: the behaviour changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent npyjs@1.2.0
cat >check.mjs <<'J'
import { readFileSync } from 'fs';
import { dump, parse } from 'npyjs';
const values = [1 / 3, 16777217.5, 1e-46];
const plain = parse(dump(values));
const typed = parse(dump(Float64Array.from(values)));
console.log('npyjs', JSON.parse(readFileSync('node_modules/npyjs/package.json')).version);
console.log('Array', plain.dtype, [...plain.data], 'Float64Array', typed.dtype, [...typed.data]);
const narrowed = plain.dtype === 'f4' && values.every((x, i) => plain.data[i] === Math.fround(x));
process.exit(narrowed && typed.dtype === 'f8' && values.every((x, i) => typed.data[i] === x) ? 0 : 1);
J
node check.mjs
