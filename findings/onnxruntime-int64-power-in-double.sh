#!/usr/bin/env bash
# onnxruntime-node 1.24.3 (npm; 1.20.1 alike), operator Pow (opset 18) of int64 by int64, CPU.
# Expected: exact where the power fits into 63 bits, else the power modulo 2^64 (NumPy, PyTorch: 784^7 = -2408320907152982016).
# Seen: 783^6 is 230446741890423968 (right ...969), 3^39 is 4052555153018976256 (right ...267): the power is taken in
# double and rounded to 53 bits. 784^7, 3^40 and (-3)^41 are all -9223372036854775808: no wrap, the processor's answer to
# a conversion that does not fit, whatever the sign.
# Needs node and npm, x86-64. Exit 0: seen as described; 1: the behaviour changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent onnxruntime-node@1.24.3 onnx-proto@8.0.1
cat >check.js <<'J'
const { onnx } = require('onnx-proto');
const ort = require('onnxruntime-node');
(async () => {
  const x = [783n, 3n, 784n, 3n, -3n];
  const n = [6n, 39n, 7n, 40n, 41n];
  const info = (name) => ({ name, type: { tensorType: { elemType: 7, shape: { dim: [{ dimValue: x.length }] } } } });
  const model = onnx.ModelProto.fromObject({
    irVersion: 8, opsetImport: [{ domain: '', version: 18 }],
    graph: { name: 'power', input: [info('X'), info('N')], output: [info('Y')],
      node: [{ opType: 'Pow', input: ['X', 'N'], output: ['Y'] }] } });
  const bytes = Buffer.from(onnx.ModelProto.encode(model).finish());
  const session = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'disabled' });
  const tensor = (values) => new ort.Tensor('int64', BigInt64Array.from(values), [values.length]);
  const result = await session.run({ X: tensor(x), N: tensor(n) });
  const seen = Array.from(result.Y.data);
  console.log('onnxruntime-node', require('onnxruntime-node/package.json').version, seen);
  console.log('modulo 2^64', x.map((base, i) => BigInt.asIntN(64, base ** n[i])));
  const least = -(2n ** 63n);
  const described = [230446741890423968n, 4052555153018976256n, least, least, least];
  process.exit(seen.every((value, i) => value === described[i]) ? 0 : 1);
})();
J
node check.js
