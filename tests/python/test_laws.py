"""p_error, k_max and advise, against enumeration and the program."""

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest

import ulpfield


@pytest.mark.parametrize("N, K, n", [(3, 2, 2), (3, 3, 3), (4, 2, 3), (2, 3, 4)])
def test_p_error_by_enumeration(N, K, n):
    """All K - 1 other memories beside the stored one, which may be all +1; P(gap < 0) + P(gap = 0)/2 of one bit."""
    wrong = ties = total = 0
    for others in itertools.product(itertools.product([1, -1], repeat=N), repeat=K - 1):
        gap = 0
        for zeta in ((1,) * N, *others):
            R = sum(zeta[1:])
            gap += (zeta[0] + R) ** n - (-zeta[0] + R) ** n
        total += 1
        wrong += gap < 0
        ties += gap == 0
    answer = ulpfield.p_error(N, K, n)
    assert answer.fraction == Fraction(2 * wrong + ties, 2 * total)
    assert float(answer) == pytest.approx(float(answer.fraction))
    assert ulpfield.p_error(N, K, n, tie=True).fraction == Fraction(ties, total)
    if answer.bounds is not None:
        assert answer.bounds[0] <= answer.value <= answer.bounds[1]


def test_the_same_as_the_program(program):
    line = program("capacity", "--quantity", "k-max", "--N", "100", "--n", "3", "--delta", "0.01", "--method", "exact", "--print", "csv")
    k_max = ulpfield.k_max(100, 3, delta=0.01)
    assert str(k_max.value) == line.decode().splitlines()[1].split(",")[8] and isinstance(k_max.value, int)
    line = program("capacity", "--quantity", "p-error", "--N", "100", "--n", "3", "--K", "500", "--method", "gaussian", "--digits", "20", "--print", "csv")
    assert ulpfield.p_error(100, 500, 3, method="gaussian", digits=20).value == Decimal(line.decode().splitlines()[1].split(",")[8])


def test_delta_is_exact():
    for delta in (0.01, "1/100", Decimal("0.01"), Fraction(1, 100)):
        if isinstance(delta, str):
            with pytest.raises(ValueError):
                ulpfield.k_max(100, 3, delta=delta)
        else:
            assert ulpfield.k_max(100, 3, delta=delta).value == ulpfield.k_max(100, 3).value


@pytest.mark.parametrize(
    "call",
    [(0, 1, 1), (10**30, 1, 1), (10, 0, 2), (10, 5, 0), (10, 5, 2.5), (None, 5, 2), ("10", 5, 2), (10, True, 2), (float("nan"), 5, 2)],
)
def test_bad_numbers(call):
    with pytest.raises(ValueError):
        ulpfield.p_error(*call)


def test_bad_words():
    for words in ({"method": "exakt"}, {"method": None}, {"digits": 0}, {"digits": 10**9}, {"interaction": "x"}, {"interaction": "\0"}):
        with pytest.raises(ValueError):
            ulpfield.p_error(10, 5, 2, **words)
    for words in ({"delta": 0}, {"delta": 1}, {"delta": float("inf")}, {"delta": None}, {"delta": -0.1}, {"criterion": "both"}):
        with pytest.raises(ValueError):
            ulpfield.k_max(10, 2, **words)
    with pytest.raises(ValueError, match="best alternative"):
        ulpfield.p_error(10**7, 10**15, 30)


def test_advise():
    advice = ulpfield.advise(100, 1000, 10)
    verdicts = dict(zip(advice["format"], advice["raw"]))
    # The table of include/ulpfield/README.md, by the same bounds.
    assert verdicts["bf16"] == "safe" and verdicts["fp16"] == "overflow" and verdicts["x87"] == "exact"
    assert advice["bits"][0] == 64 and advice.verdict
