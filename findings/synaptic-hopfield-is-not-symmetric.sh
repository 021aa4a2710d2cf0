#!/usr/bin/env bash
# synaptic 1.1.4 (npm), Architect.Hopfield: a layer of 10 inputs, all joined to 10 logistic outputs, trained by gradient.
# Expected of a Hopfield network (Hopfield 1982): w_ij = w_ji, w_ii = 0, and states -s are stored with states s: the
# field of -s is minus the field of s, so the negative of a stored state is at rest too.
# Seen after learn() of two patterns of 10 bits: w_ij != w_ji, self-couplings w_ii != 0, biases, and no negative of a
# stored pattern comes back as it went in. feed() is a single synchronous step, so no energy falls.
# Weights begin at random without a seed: numbers differ from run to run, what is stated does not.
# Needs node and npm. Exit 0: seen as described; 1: the behaviour changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --ignore-scripts --silent synaptic@1.1.4
cat >check.js <<'J'
const { Architect } = require('synaptic');
const patterns = ['0101010101', '1111100000'].map((word) => [...word].map(Number));
let described = true;
for (let run = 1; run <= 20; ++run) {
  const network = new Architect.Hopfield(10);
  network.learn(patterns);
  const inputs = network.layers.input.list;
  const outputs = network.layers.output.list;
  const weight = (i, j) => Object.values(inputs[i].connections.projected).find((c) => c.to === outputs[j]).weight;
  let unequal = 0;
  let self = 0;
  for (let i = 0; i < 10; ++i) {
    if (weight(i, i) !== 0) ++self;
    for (let j = 0; j < i; ++j) if (weight(i, j) !== weight(j, i)) ++unequal;
  }
  const kept = patterns.filter((p) => network.feed(p).join('') === p.join('')).length;
  const negatives = patterns.map((p) => p.map((bit) => 1 - bit));
  const keptNegatives = negatives.filter((p) => network.feed(p).join('') === p.join('')).length;
  if (run <= 3) console.log({ unequal, self, kept, keptNegatives, biases: outputs.filter((o) => o.bias !== 0).length });
  described = described && unequal === 45 && self === 10 && kept === 2 && keptNegatives === 0;
}
console.log('synaptic', require('synaptic/package.json').version);
process.exit(described ? 0 : 1);
J
node check.js
