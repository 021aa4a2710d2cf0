"""Capacity of one network, and advice about formats."""

import math
from collections import namedtuple
from decimal import Decimal
from fractions import Fraction

from . import _ulpfield
from ._checks import text, whole
from ._numbers import exact_parts

_Answer = namedtuple("_Answer", "value bounds fraction quality")


class Answer(_Answer):
    """A number of the theory of capacity.

    `value`     int or Decimal, every digit right where the method is exact or closed form; float(answer) works
    `bounds`    (lower, upper), proved, around it; None where the method has none
    `fraction`  the value as a Fraction, where it was had as one
    `quality`   exact, good, poor, or "" where nothing is known
    """

    __slots__ = ()

    def __float__(self):
        return float(self.value)


def _number(decimal):
    number = Decimal(decimal)
    return int(number) if number.is_finite() and number == number.to_integral_value() and abs(number.adjusted()) < 1000 else number


def _answer(told):
    value, bounds, fraction, quality, reason = told
    if value is None:
        raise ValueError(reason)
    return Answer(_number(value), None if bounds is None else (_number(bounds[0]), _number(bounds[1])), fraction, quality)


def p_error(N, K, n, method="exact", digits=15, interaction="polynomial", tie=False):
    """The probability that one bit of a stored memory is wrong after one update, among K random memories of N neurons.

    P(gap < 0) + P(gap = 0)/2; with `tie` P(gap = 0). `method`: exact (the law itself), saddlepoint, gaussian, tail, ...
    (`ulpfield.capacity` lists them); `digits` significant ones, 1 to 1000; `interaction`: F, as the option has it. Out of
    reach: ValueError that says why and what to use instead. Returns an `Answer`.

    >>> import ulpfield
    >>> ulpfield.p_error(100, 500, 3, digits=30).value
    Decimal('0.00525935500363416637058713953428')
    >>> ulpfield.p_error(3, 2, 2).fraction
    Fraction(1, 8)
    """
    return _answer(
        _ulpfield.p_error(
            whole("N", N, 1, 10**7),
            whole("K", K, 1, 10**15),
            whole("n", n, 1, 1000),
            text("interaction", interaction),
            text("method", method),
            whole("digits", digits, 1, 1000),
            bool(tie),
        )
    )


def k_max(N, n, delta=Fraction(1, 100), method="exact", criterion="union", digits=15, interaction="polynomial"):
    """The largest number K of memories, all N bits of each right with probability 1 - delta.

    `criterion`  union: P_error < delta/N; product: (1 - P_error)^N > 1 - delta
    `delta`      a number in (0, 1), taken exactly: 0.01 is the decimal a float prints as, Fraction(1, 3) is 1/3

    `method`, `digits` and `interaction` as in `p_error`. Returns an `Answer`.

    >>> import ulpfield
    >>> ulpfield.k_max(100, 3, delta=0.01).value
    230
    """
    if isinstance(delta, float) and math.isfinite(delta):
        delta = Fraction(repr(float(delta)))
    parts = exact_parts("delta", delta)
    if isinstance(parts, float) or not 0 < Fraction(parts[0], parts[1]) * (Fraction(2) ** parts[2] if abs(parts[2]) < 10000 else 0) < 1:
        raise ValueError(f"delta: {delta!r} is not accepted; accepted: a number in (0, 1)")
    exact = Fraction(parts[0], parts[1]) * Fraction(2) ** parts[2]
    return _answer(
        _ulpfield.k_max(
            whole("N", N, 1, 10**7),
            whole("n", n, 1, 1000),
            exact.numerator,
            exact.denominator,
            text("interaction", interaction),
            text("method", method),
            text("criterion", criterion),
            whole("digits", digits, 1, 1000),
        )
    )


def advise(N, K, n, **options):
    """Which formats and scalings decide every neuron exactly or safely at N, K, n, whatever memories and state are.

    The study `boundary` with its option --advise: a `Result` with a row for every format and the advice in words. Further
    options as in `ulpfield.boundary`: formats, scaling, interaction, power, ...

    >>> import ulpfield
    >>> advice = ulpfield.advise(100, 1000, 10, formats="bf16,fp16,fp128", scaling="raw")
    >>> advice["format"], advice["raw"]
    (['bf16', 'fp16', 'fp128'], ['safe', 'overflow', 'exact'])
    """
    from . import boundary

    return boundary(advise=True, N=N, K=K, n=n, **options)
