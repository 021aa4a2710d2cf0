#!/usr/bin/env bash
# @tensorflow/tfjs-core 4.22.0 (npm) with its backends cpu and wasm 4.22.0, int32 tensors.
# Expected: one answer on both; a product beyond 31 bits modulo 2^32 (123456789 * 987654321 = -67153019).
# Seen, cpu: -67153024. The product is a double, rounded to 53 bits before it is cut to 32. wasm: -67153019.
# Seen, pow: 784^4 is -155123712 on cpu (modulo 2^32) and -2147483648 on wasm. 46341^2 is -2147479015 and -2147483648.
# Integer fields of high order therefore change sign with the backend. No warning on either.
# Needs node and npm. Exit 0: seen as described; 1: the behaviour changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent \
    @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-cpu@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat >check.js <<'J'
console.warn = () => {};
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
require('@tensorflow/tfjs-backend-wasm');
(async () => {
  const seen = [];
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    await tf.ready();
    const whole = (values) => tf.tensor1d(values, 'int32');
    seen.push([...tf.mul(whole([123456789]), whole([987654321])).dataSync(),
      ...tf.pow(whole([784, 46341]), whole([4, 2])).dataSync()]);
    console.log(tf.version_core, tf.getBackend(), seen.at(-1));
  }
  const described = [[-67153024, -155123712, -2147479015], [-67153019, -2147483648, -2147483648]];
  process.exit(JSON.stringify(seen) === JSON.stringify(described) ? 0 : 1);
})();
J
node check.js
