#!/usr/bin/env bash
# fp16 1.0.0 (npm): setFloat16 rounds a number to binary32 first and then to binary16 ("RoundTiesToEven" in its source).
# Expected: one rounding. 1 + 2^-11 + 2^-40 lies above the tie between 1 and 1 + 2^-10, so it becomes 1.0009765625.
# Seen: 1. The first rounding drops 2^-40, the second sees a tie. @petamoriken/float16 3.9.3 gives 1.0009765625.
# Needs node and npm. Exit 0: seen as described; 1: the behaviour changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent fp16@1.0.0 @petamoriken/float16@3.9.3
cat >check.mjs <<'J'
import { readFileSync } from 'fs';
import { setFloat16, getFloat16 } from 'fp16';
import { f16round } from '@petamoriken/float16';
const view = new DataView(new ArrayBuffer(2));
const x = 1 + 2 ** -11 + 2 ** -40;
setFloat16(view, 0, x);
const seen = [getFloat16(view, 0), f16round(x)];
console.log('fp16', JSON.parse(readFileSync('node_modules/fp16/package.json')).version, seen);
process.exit(seen[0] === 1 && seen[1] === 1.0009765625 ? 0 : 1);
J
node check.mjs
