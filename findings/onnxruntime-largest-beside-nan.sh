#!/usr/bin/env bash
# onnxruntime-node 1.24.3 (npm; 1.20.1 alike), operators ReduceMax (opset 13) and ArgMax over float32, CPU.
# Expected beside a NaN: NaN (as its own Max and NumPy's max give), or the largest of the numbers (as fmax gives).
# Seen: ReduceMax of 1 NaN 1 1 1 1 1 3 is 1, neither NaN nor 3: a NaN makes a lane lose what it held.
# ArgMax of 1 NaN 3 2 is 2 (NaN passed over), of NaN 1 3 2 it is 0 (NaN wins): the answer depends on where the NaN stands.
# A network read out by the largest of its fields names a class that has not the largest field.
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
async function reduce(opType, values, elemType, rank, attributes) {
  const info = (name, type, shape) => ({ name, type: { tensorType: { elemType: type, shape: { dim: shape.map((n) => ({ dimValue: n })) } } } });
  const attribute = Object.entries(attributes).map(([name, i]) => ({ name, i, type: onnx.AttributeProto.AttributeType.INT }));
  const model = onnx.ModelProto.fromObject({
    irVersion: 8, opsetImport: [{ domain: '', version: 13 }],
    graph: { name: 'reduce', input: [info('X', 1, [1, values.length])], output: [info('Y', elemType, rank)],
      node: [{ opType, input: ['X'], output: ['Y'], attribute }] } });
  const bytes = Buffer.from(onnx.ModelProto.encode(model).finish());
  const session = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'disabled', intraOpNumThreads: 1 });
  const result = await session.run({ X: new ort.Tensor('float32', Float32Array.from(values), [1, values.length]) });
  return Number(result.Y.data[0]);
}
(async () => {
  console.log('onnxruntime-node', require('onnxruntime-node/package.json').version);
  const largest = await reduce('ReduceMax', [1, NaN, 1, 1, 1, 1, 1, 3], 1, [], { keepdims: 0 });
  const later = await reduce('ArgMax', [1, NaN, 3, 2], 7, [1], { axis: 1, keepdims: 0 });
  const first = await reduce('ArgMax', [NaN, 1, 3, 2], 7, [1], { axis: 1, keepdims: 0 });
  console.log('ReduceMax', largest, 'ArgMax', later, first);
  process.exit(largest === 1 && later === 2 && first === 0 ? 0 : 1);
})();
J
node check.js
