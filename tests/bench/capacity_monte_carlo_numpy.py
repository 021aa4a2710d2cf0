#!/usr/bin/env python3
"""Seconds of one Monte Carlo trial in vectorised NumPy: N K n on the command line; K random memories, the wrong bits of
the first by Eq. 4, the best of three trials. Memories in double, as a user writes it; all neurons at once."""
import sys
import time

import numpy as np

N, K, n = map(int, sys.argv[1:])
random = np.random.default_rng(1)
best = float("inf")
for _ in range(3):
    start = time.perf_counter()
    zeta = random.integers(0, 2, (K, N)) * 2.0 - 1
    state = zeta[0]
    rest = (zeta @ state)[:, None] - zeta * state
    field = ((zeta + rest) ** n - (-zeta + rest) ** n).sum(axis=0)
    wrong = int((np.where(field >= 0, 1, -1) != state).sum())
    best = min(best, time.perf_counter() - start)
print(best)
