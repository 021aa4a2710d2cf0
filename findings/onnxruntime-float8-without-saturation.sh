#!/usr/bin/env bash
# onnxruntime-node 1.24.3 (npm; 1.20.1 alike), operator Cast of opset 19 from float32 to 8 bits with saturate = 0, CPU.
# Expected (OCP 8-bit formats, ONNX Cast): round to nearest even; beyond the largest number NaN in E4M3FN, infinity in E5M2.
# Seen, E4M3FN (largest 448): 465 gives NaN, 480 and 495 give 448, 496 gives NaN. The conversion is not monotone.
# Seen, E5M2 (largest 57344): 61440 and 65535 give NaN, 65536 gives infinity.
# With saturate = 1 all of these give the largest number, as the standard says.
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
async function cast(values, to, saturate) {
  const info = (name) => ({ name, type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: values.length }] } } } });
  const whole = (name, i) => ({ name, i, type: onnx.AttributeProto.AttributeType.INT });
  const model = onnx.ModelProto.fromObject({
    irVersion: 9, opsetImport: [{ domain: '', version: 19 }],
    graph: { name: 'cast', input: [info('X')], output: [info('Y')], node: [
      { opType: 'Cast', input: ['X'], output: ['M'], attribute: [whole('to', to), whole('saturate', saturate)] },
      { opType: 'Cast', input: ['M'], output: ['Y'], attribute: [whole('to', 1)] }] } });
  const bytes = Buffer.from(onnx.ModelProto.encode(model).finish());
  const session = await ort.InferenceSession.create(bytes, { graphOptimizationLevel: 'disabled' });
  const result = await session.run({ X: new ort.Tensor('float32', Float32Array.from(values), [values.length]) });
  return Array.from(result.Y.data);
}
(async () => {
  console.log('onnxruntime-node', require('onnxruntime-node/package.json').version);
  const e4m3 = [448, 464, 465, 480, 495, 496, 500];
  const e5m2 = [57344, 61439, 61440, 65535, 65536, Infinity];
  const seen = [await cast(e4m3, 17, 0), await cast(e5m2, 19, 0), await cast(e4m3, 17, 1)];
  const described = [[448, 448, NaN, 448, 448, NaN, NaN], [57344, 57344, NaN, NaN, Infinity, Infinity], Array(7).fill(448)];
  console.log('E4M3FN', e4m3, seen[0]);
  console.log('E5M2', e5m2, seen[1]);
  process.exit(seen.every((row, k) => row.every((x, i) => Object.is(x, described[k][i]))) ? 0 : 1);
})();
J
node check.js
