"""decide, exact_field and relax, against sums of Python's integers."""

import random
from fractions import Fraction

import numpy as np
import pytest

import ulpfield


def field(zeta, sigma, i, n):
    """u_i of Eq. 4 for integers or Fractions."""
    total = 0
    for row in zeta:
        R = sum(row[j] * sigma[j] for j in range(len(sigma)) if j != i)
        total += (row[i] + R) ** n - (-row[i] + R) ** n
    return total


def networks(count, N, K, seed=19):
    words = random.Random(seed)
    for _ in range(count):
        yield [[words.choice([-1, 1]) for _ in range(N)] for _ in range(K)], [words.choice([-1, 1]) for _ in range(N)]


@pytest.mark.parametrize("n", [2, 3, 7, 20])
def test_exact_values(n):
    for zeta, sigma in networks(5, 7, 3):
        expected = [field(zeta, sigma, i, n) for i in range(7)]
        assert ulpfield.exact_field(zeta, sigma, n) == expected
        for i in range(7):
            d = ulpfield.decide(zeta, sigma, i, n, "exact")
            assert d.exact == d.value == expected[i] and isinstance(d.exact, Fraction)
            assert d.exact_sign == (expected[i] > 0) - (expected[i] < 0) and d.sign == (1 if expected[i] >= 0 else -1)
            assert not d.wrong and d.bits_lost == 0


def test_scaled_and_real():
    zeta, sigma = [[0.5, -1.0, 0.25], [1.0, 0.125, -0.75]], [1, -1, -1]
    exact = [[Fraction(x) for x in row] for row in zeta]
    assert ulpfield.exact_field(zeta, sigma, 3) == [field(exact, sigma, i, 3) for i in range(3)]
    assert ulpfield.exact_field(zeta, sigma, 3, neuron=1, scaling="1/N") == field(exact, sigma, 1, 3) / 27
    d = ulpfield.decide(zeta, sigma, 1, 3, "fp64", scaling="1/N")
    assert d.exact == field(exact, sigma, 1, 3)
    assert abs(d.nearest - field(exact, sigma, 1, 3) / 27) <= abs(d.nearest) / 2**53


def test_what_a_format_does():
    """fp16 step by step with NumPy's float16, whose sums and products are correctly rounded: n = 2, in the order of Eq. 4."""
    for zeta, sigma in networks(20, 50, 6):
        total = np.float16(0)
        for row in zeta:
            R = np.float16(0)
            for j in range(50):
                if j != 3:
                    R = np.float16(R + np.float16(row[j] * sigma[j]))
            z = np.float16(row[3])
            up, down = np.float16(z + R), np.float16(-z + R)
            total = np.float16(total + np.float16(np.float16(up * up) - np.float16(down * down)))
        d = ulpfield.decide(zeta, sigma, 3, 2, "fp16")
        assert d.value == Fraction(float(total)) and d.sign == (1 if total >= 0 else -1)
        assert d.exact == field(zeta, sigma, 3, 2)


def test_events_and_bits():
    zeta = np.ones((3, 100), dtype=bool)
    d = ulpfield.decide(zeta, np.ones(100, np.int8), 0, 30, "fp16")
    assert d.events.overflow and d.events.nan and d.sign == -1 and d.wrong and d.bits_lost == 11
    assert d.value != d.value
    d = ulpfield.decide(zeta, np.ones(100), 0, 3, "bf16", accumulate="fp32")
    assert d.sign == 1 and not d.events.overflow
    e = ulpfield.decide(zeta, np.ones(100), 0, 1, "fp64", interaction="exponential", scaling="log")
    assert e.exact is None and e.exact_sign == 1


def relaxed(zeta, sigma, n):
    sigma, changes, sweep = list(sigma), [], 0
    while True:
        sweep += 1
        before = list(sigma)
        for i in range(len(sigma)):
            new = 1 if field(zeta, sigma, i, n) >= 0 else -1
            if new != sigma[i]:
                changes.append((sweep, i))
                sigma[i] = new
        if sigma == before:
            return sigma, sweep, changes


def test_relaxation():
    for zeta, sigma in networks(20, 9, 4, seed=3):
        state, sweeps, changes = relaxed(zeta, sigma, 3)
        for name in ("exact", "fp64"):
            r = ulpfield.relax(zeta, sigma, 3, name)
            assert (r.state.tolist(), r.end, r.sweeps, r.changes) == (state, "fixed point", sweeps, changes)
            assert r.trajectory.shape == (sweeps + 1, 9) and r.trajectory[0].tolist() == sigma
            now = np.array(sigma)
            for sweep, after in enumerate(r.trajectory[1:], 1):
                for k, i in r.changes:
                    if k == sweep:
                        now[i] = -now[i]
                assert np.array_equal(now, after)


def test_orders():
    # N = 2, K = 1, n = 2: the smallest synchronous cycle.
    r = ulpfield.relax([[1, 1]], [1, -1], 2, order="synchronous")
    assert r.end == "cycle" and r.cycle_length == 2
    zeta, sigma = next(networks(1, 30, 3))
    a = ulpfield.relax(zeta, sigma, 3, order="random", seed=5)
    b = ulpfield.relax(zeta, sigma, 3, order="random", seed=5)
    assert np.array_equal(a.trajectory, b.trajectory) and a.changes == b.changes
    none = ulpfield.relax(zeta, sigma, 3, max_sweeps=0)
    assert none.end == "limit" and none.sweeps == 0 and none.trajectory.tolist() == [sigma]


good = ([[1, -1, 1]], [1, 1, -1])


@pytest.mark.parametrize(
    "memories, state",
    [(None, good[1]), (good[0], None), ([[1, 2], [1]], [1, 1]), ([], []), (np.zeros((0, 3)), good[1]), (np.zeros((3, 0)), []),
     (good[0], [1, 1]), (good[0], [1, 0, 1]), (good[0], [1, 0.5, 1]), ([[np.nan, 1, 1]], good[1]), ([[np.inf, 1, 1]], good[1]),
     (good[0], [float("nan")] * 3), ("abc", good[1]), (good[0], "abc"), (np.array([["a", "b", "c"]]), good[1]), (1, good[1]),
     (good[0], 1), ([[1j, 1, 1]], good[1]), ([[None, 1, 1]], good[1]), ([[Fraction(1, 3), 1, 1]], good[1]), (object(), good[1]),
     ({}, good[1]), (np.array([[1, 1, 1]], dtype=np.longdouble), good[1]), (np.zeros((1, 3), [("a", "f8")]), good[1])],
)  # fmt: skip
def test_bad_arrays(memories, state):
    for call in (
        lambda: ulpfield.decide(memories, state, 0, 2, "fp16"),
        lambda: ulpfield.exact_field(memories, state, 2),
        lambda: ulpfield.relax(memories, state, 2),
    ):
        with pytest.raises(ValueError):
            call()


def test_bad_words():
    for words in ({"neuron": 3}, {"neuron": -1}, {"neuron": 10**30}, {"neuron": 0.5}, {"n": 0}, {"n": 10**9}, {"format": "fp17"},
                  {"format": None}, {"interaction": "cube"}, {"scaling": "N"}, {"power": "cubed"}, {"accumulate": "fp16"}):  # fmt: skip
        arguments = {"neuron": 0, "n": 2, "format": "fp32", **words}
        with pytest.raises(ValueError):
            ulpfield.decide(*good, **arguments)
    for words in ({"order": "backwards"}, {"seed": -1}, {"max_sweeps": -1}, {"max_sweeps": None}):
        with pytest.raises(ValueError):
            ulpfield.relax(*good, 2, **words)
    with pytest.raises(ValueError):
        ulpfield.exact_field(*good, 1, interaction="exponential")


def test_a_shift_of_each_decision():
    """Under max-shift the value is that of 2^-k: exact in fp64 here, so it is the exact value times 2^(-2k) for n = 2."""
    for zeta, sigma in networks(5, 20, 3):
        d = ulpfield.decide(zeta, sigma, 4, 2, "fp64", scaling="max-shift")
        assert d.value == d.nearest and d.bits_lost == 0
        assert d.exact == 0 or (d.value / d.exact).numerator == 1 or (d.exact / d.value).numerator == 1
