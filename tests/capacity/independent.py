#!/usr/bin/env python3
"""The capacity quantities once more, from their definitions, with Python's rationals and mpmath: shares nothing with the
program. One request a line on standard input, one value a line on standard output (a fraction or a decimal).

    law F N n K           P_error and P_tie as fractions, by convolution over all values of one memory's crosstalk
    moment F N n POWER    E D(S)^POWER as a fraction
    gaussian F N n K      P_error with exact moments
    leading F N n K       P_error in leading order, K-1 in the variance
    saddle N n K          Lugannani & Rice's mid-P (polynomial), span from the differences of all values
    limit F N K           P_error for n -> infinity as a fraction
    kmax-exact F N n DELTA RULE     largest K, one K after the other
    kmax-gaussian F N n DELTA RULE
    kmax-eq3 F N n
    match N EPS SIDES, match-max N EPS K SIDES    as fractions
    stable F N n K        P(all bits stable) as a fraction, by all 2^(N(K-1)) sets of memories
    erfc X, erfcinv Y     of fractions
"""
import itertools
import sys
from fractions import Fraction
from functools import lru_cache
from math import comb, gcd

import mpmath
from mpmath import mp, mpf

mp.dps = 70


def interaction(name, n):
    if name == "polynomial":
        return lambda x: Fraction(x) ** n
    if name == "rectified":
        return lambda x: Fraction(x) ** n if x >= 0 else Fraction(0)
    kind, leak = name.split(":")
    slope = Fraction(leak) * (1 if kind == "leaky+" else -1)
    return lambda x: Fraction(x) ** n if x >= 0 else slope * x


def difference(name, n):
    F = interaction(name, n)
    return lambda S: F(S + 1) - F(S - 1)


@lru_cache(None)
def term(name, N, n):
    """Law of zeta D(R): value -> number of ways out of 2^N."""
    D = difference(name, n)
    law = {}
    for b in range(N):
        for sign in (1, -1):
            value = sign * D(N - 1 - 2 * b)
            law[value] = law.get(value, 0) + comb(N - 1, b)
    return law


@lru_cache(None)
def crosstalk(name, N, n, m):
    if m == 0:
        return {Fraction(0): 1}
    law = {}
    for a, p in crosstalk(name, N, n, m - 1).items():
        for b, q in term(name, N, n).items():
            law[a + b] = law.get(a + b, 0) + p * q
    return law


def error_and_tie(name, N, n, K):
    A = difference(name, n)(N - 1)
    law = crosstalk(name, N, n, K - 1)
    total = 2 ** (N * (K - 1))
    below = sum(p for value, p in law.items() if A + value < 0)
    equal = law.get(-A, 0)
    return Fraction(2 * below + equal, 2 * total), Fraction(equal, total)


def moment(name, N, n, power):
    D = difference(name, n)
    return sum(comb(N - 1, b) * D(N - 1 - 2 * b) ** power for b in range(N)) / Fraction(2) ** (N - 1)


def real(x):
    return mpf(x.numerator) / x.denominator


def leading(name, N, n):
    """z^2 (K-1) in leading order."""
    return (1 if name == "polynomial" else 2) * mpf(N) ** (n - 1) / mpmath.fac2(2 * n - 3)


def target(N, delta, rule):
    d = real(Fraction(delta))
    return d / N if rule == "union" else -mpmath.expm1(mpmath.log1p(-d) / N)


def inverse(p):
    return mpmath.erfinv(1 - 2 * p)


def saddle(N, n, K):
    D = difference("polynomial", n)
    values = {}
    for b in range(N):
        S = N - 1 - 2 * b
        values[abs(D(S))] = values.get(abs(D(S)), 0) + comb(N - 1, b)
    A, m = D(N - 1), K - 1
    both = [value for size in values for value in (size, -size)]
    span = 0
    for value in both:
        span = gcd(span, int(value - both[0]))
    span = real(Fraction(span) / A)
    terms = [(real(size / A), mpf(ways) / mpf(2) ** (N - 1)) for size, ways in values.items()]
    M = lambda t: sum(w * mpmath.cosh(t * x) for x, w in terms)
    M1 = lambda t: sum(w * x * mpmath.sinh(t * x) for x, w in terms)
    M2 = lambda t: sum(w * x * x * mpmath.cosh(t * x) for x, w in terms)
    low, high = mpf(0), mpf(1)
    while m * M1(high) / M(high) < 1:
        high *= 2
    for _ in range(260):
        middle = (low + high) / 2
        if m * M1(middle) / M(middle) < 1:
            low = middle
        else:
            high = middle
    t = (low + high) / 2
    exponent = t - m * mpmath.log(M(t))
    r = mpmath.sqrt(2 * exponent)
    u = 2 / span * mpmath.tanh(t * span / 2) * mpmath.sqrt(m * (M2(t) / M(t) - (M1(t) / M(t)) ** 2))
    phi = mpmath.exp(-exponent) / mpmath.sqrt(2 * mpmath.pi)
    return mpmath.erfc(r / mpmath.sqrt(2)) / 2 + phi * (1 / u - 1 / r)


def limit(name, N, K):
    q = Fraction(1, 2 ** (N - 1 if name == "polynomial" else N))
    law = {0: Fraction(1)}
    for _ in range(K - 1):
        new = {}
        for c, p in law.items():
            for step, w in ((1, q), (-1, q), (0, 1 - 2 * q)):
                new[c + step] = new.get(c + step, 0) + p * w
        law = new
    return sum(p for c, p in law.items() if c > 1) + law.get(1, Fraction(0)) / 2


def k_max_exact(name, N, n, delta, rule):
    # 1-(1-d)^(1/N) > P if and only if (1-P)^N > 1-d: rational on both sides.
    d, K = Fraction(delta), 1
    while True:
        P = error_and_tie(name, N, n, K + 1)[0]
        if not (P * N < d if rule == "union" else (1 - P) ** N > 1 - d):
            return K
        K += 1


def match(N, eps, sides):
    x = (1 - Fraction(eps)) * N
    counts = lambda S: S >= x or (sides == "2" and -S >= x)
    return Fraction(sum(comb(N, b) for b in range(N + 1) if counts(N - 2 * b)), 2**N)


def match_max(N, eps, K, sides):
    if sides == "abs-max":
        # |max_mu S_mu| >= x: all values of the largest of K overlaps.
        x = (1 - Fraction(eps)) * N
        below = lambda s: Fraction(sum(comb(N, b) for b in range(N + 1) if N - 2 * b <= s), 2**N) ** K
        return sum(below(s) - below(s - 2) for s in range(-N, N + 1, 2) if abs(s) >= x)
    return 1 - (1 - match(N, eps, sides)) ** K


def stable(name, N, n, K):
    D = difference(name, n)
    rows = list(itertools.product((1, -1), repeat=N))
    gaps = []
    for row in rows:
        s = sum(row)
        gaps.append([bit * D(s - bit) for bit in row])
    A, total = D(N - 1), Fraction(0)
    for others in itertools.product(gaps, repeat=K - 1):
        sums = [A + sum(column) for column in zip(*others)] if others else [A] * N
        if min(sums) >= 0:
            total += Fraction(1, 2 ** sum(1 for g in sums if g == 0))
    return total / Fraction(2) ** (N * (K - 1))


def shown(x):
    return f"{x.numerator}/{x.denominator}" if isinstance(x, (Fraction, int)) else mpmath.nstr(x, 60)


for line in sys.stdin:
    what, *a = line.split()
    if what == "law":
        print(*map(shown, error_and_tie(a[0], int(a[1]), int(a[2]), int(a[3]))))
    elif what == "moment":
        print(shown(moment(a[0], int(a[1]), int(a[2]), int(a[3]))))
    elif what == "gaussian":
        N, n, K = map(int, a[1:])
        A = difference(a[0], n)(N - 1)
        print(shown(mpmath.erfc(mpmath.sqrt(real(A * A / (2 * (K - 1) * moment(a[0], N, n, 2))))) / 2))
    elif what == "leading":
        N, n, K = map(int, a[1:])
        print(shown(mpmath.erfc(mpmath.sqrt(leading(a[0], N, n) / (2 * (K - 1)))) / 2))
    elif what == "saddle":
        print(shown(saddle(*map(int, a))))
    elif what == "limit":
        print(shown(limit(a[0], int(a[1]), int(a[2]))))
    elif what == "kmax-exact":
        print(k_max_exact(a[0], int(a[1]), int(a[2]), a[3], a[4]))
    elif what == "kmax-gaussian":
        N, n = int(a[1]), int(a[2])
        A = difference(a[0], n)(N - 1)
        e = inverse(target(N, a[3], a[4]))
        print(shown(1 + real(A * A / moment(a[0], N, n, 2)) / (2 * e * e)))
    elif what == "kmax-eq3":
        N, n = int(a[1]), int(a[2])
        print(shown(leading(a[0], N, n) / (2 * mpmath.log(N))))
    elif what == "match":
        print(shown(match(int(a[0]), a[1], a[2])))
    elif what == "match-max":
        print(shown(match_max(int(a[0]), a[1], int(a[2]), a[3])))
    elif what == "stable":
        print(shown(stable(a[0], int(a[1]), int(a[2]), int(a[3]))))
    elif what == "erfc":
        print(shown(mpmath.erfc(real(Fraction(a[0])))))
    elif what == "erfcinv":
        print(shown(mpmath.erfinv(1 - real(Fraction(a[0])))))
    else:
        sys.exit(f"unknown request {line}")
