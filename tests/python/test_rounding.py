"""round: once, ties to even, against a rounding by Fractions written here."""

import math
import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

import ulpfield


def reference(x, f):
    """The number of the format nearest to a Fraction: integers alone; NaN or an infinity beyond the largest."""
    sign, size = (-1 if x < 0 else 1), abs(x)
    if size == 0:
        return Fraction(0)
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    if Fraction(2) ** exponent > size:
        exponent -= 1
    unit = Fraction(2) ** (max(exponent, f.emin) - f.precision + 1)
    rounded = round(size / unit) * unit  # Python rounds a Fraction to even
    if rounded > f.max_finite:
        return {"infinity": sign * math.inf, "nan": math.nan, "largest": sign * f.max_finite}[f.overflow]
    return sign * rounded


def same(a, b):
    return (a != a and b != b) or a == b


@pytest.mark.parametrize("name", ["fp8e4m3", "fp8e5m2", "bf16", "fp16", "tf32", "fp32", "fp64", "e2m1", "e3m2:ieee", "e4m3fnuz", "e8m52", "bf16:sat"])
def test_arrays_and_numbers(name):
    f = ulpfield.Format(name)
    words = random.Random(19)
    numbers = []
    for _ in range(300):
        unit = Fraction(2) ** words.randint(f.emin - f.precision - 2, f.emax - f.precision + 3)
        tie = unit * words.getrandbits(f.precision + 1) * words.choice([-1, 1])
        numbers += [tie, tie + unit / 2**30, tie - unit / 2**30, tie + unit / 3]
    for x in numbers:
        rounded = ulpfield.round(x, name)
        assert isinstance(rounded, float) and same(rounded, reference(x, f)), x
    doubles = np.array([float(x) for x in numbers if abs(x) < 2**1023])
    expected = [float(reference(Fraction(x), f)) for x in doubles]
    rounded = ulpfield.round(doubles, f)
    assert rounded.dtype == np.float64 and all(map(same, rounded, expected))
    assert all(map(same, ulpfield.round([Fraction(x) for x in numbers], f), [float(reference(x, f)) for x in numbers]))


def test_numpy_casts_agree():
    x = np.random.default_rng(2).standard_normal(10000) * np.logspace(-8, 4, 10000)
    assert np.array_equal(ulpfield.round(x, "fp16"), x.astype(np.float16).astype(np.float64))
    assert np.array_equal(ulpfield.round(x, "fp16", dtype=np.float16), x.astype(np.float16))
    assert np.array_equal(ulpfield.round(x, "fp32", dtype=np.float32), x.astype(np.float32))


def test_torch_casts_agree():
    torch = pytest.importorskip("torch")
    x = torch.randn(10000, dtype=torch.float32)
    expected = x.to(torch.bfloat16).to(torch.float64).numpy()
    assert np.array_equal(ulpfield.round(x, "bf16"), expected)
    assert np.array_equal(ulpfield.round(x.to(torch.bfloat16), "bf16"), expected)


def test_layouts_types_and_out():
    x = np.linspace(-3, 3, 24).reshape(2, 3, 4)
    expected = ulpfield.round(x.ravel(), "bf16").reshape(x.shape)
    read_only = x.copy()
    read_only.flags.writeable = False
    for view in (np.asfortranarray(x), np.repeat(x, 2, axis=2)[:, :, ::2], x[::-1][::-1], read_only, x.astype(">f8"), x.tolist()):
        assert np.array_equal(ulpfield.round(view, "bf16"), expected)
    out = np.empty_like(x)
    assert ulpfield.round(x, "bf16", out=out) is out and np.array_equal(out, expected)
    ulpfield.round(x, "bf16", out=x)
    assert np.array_equal(x, expected)
    moved = np.linspace(-3, 3, 25)
    expected = ulpfield.round(moved[:-1].copy(), "bf16")
    assert np.array_equal(ulpfield.round(moved[:-1], "bf16", out=moved[1:]), expected)
    for shape in [(0,), (0, 3), ()]:
        assert ulpfield.round(np.ones(shape), "bf16").shape == shape
    # Integers and long doubles that no double holds are rounded once.
    assert ulpfield.round(np.array([2**53 + 1, 2**62 + 2**38 + 1]), "fp32").tolist() == [2.0**53, 2.0**62 + 2.0**39]
    assert ulpfield.round(np.array([2**64 - 1], dtype=np.uint64), "fp64").tolist() == [2.0**64]


def test_wide_formats_are_exact_fractions():
    assert ulpfield.round(Fraction(1, 3), "mpfr:5") == Fraction(21, 64)
    assert ulpfield.round(2**53 + 1, "x87") == 2**53 + 1
    rounded = ulpfield.round(np.array([0.1, math.inf]), "fp128")
    assert rounded.dtype == object and rounded[0] == Fraction(0.1) and rounded[1] == math.inf


def test_other_numbers():
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workprec(200):
        assert ulpfield.round(mpmath.mpf(1) + mpmath.mpf(2) ** -8 + mpmath.mpf(2) ** -150, "bf16") == 1 + 2**-7
        assert ulpfield.round(mpmath.mpf("1e-100000000"), "bf16") == 0
    assert math.isnan(ulpfield.round(mpmath.nan, "bf16")) and ulpfield.round(-mpmath.inf, "bf16") == -math.inf
    assert ulpfield.round(Decimal("0.1"), "fp64") == 0.1
    assert math.copysign(1, ulpfield.round(-0.0, "bf16")) == -1
    assert ulpfield.round(True, "bf16") == 1


@pytest.mark.parametrize(
    "arguments",
    [(None, "bf16"), ("a", "bf16"), ([[1], [1, 2]], "bf16"), (1j, "bf16"), (np.array([1j]), "bf16"), (np.array(["a"]), "bf16"),
     (1, "exact"), (1, None), (1, "bf17"), (1, "bf\0"), (b"1", "bf16"), ({}, "bf16"), ([None], "bf16"), (object(), "bf16"),
     (np.ma.masked_array([1.0, 2.0], [0, 1]), "bf16"), (np.zeros(2, "datetime64[s]"), "bf16"), (1, "bf16", np.float32),
     ([1.0], "bf16", np.float16), ([1.0], "bf16", np.int8), (np.zeros(2, [("a", "f8")]), "bf16")],
)  # fmt: skip
def test_refusals(arguments):
    with pytest.raises(ValueError):
        ulpfield.round(*arguments)


def test_bad_out():
    x = np.ones((4, 4))
    read_only = np.empty((4, 4))
    read_only.flags.writeable = False
    for out in (np.empty((4, 5)), np.empty((4, 4), order="F"), read_only, np.empty((4, 4), np.int8), [1.0], np.empty((4, 4), ">f8")):
        with pytest.raises(ValueError):
            ulpfield.round(x, "bf16", out=out)


def test_formats():
    f = ulpfield.Format("e5m2")
    assert (f.precision, f.emin, f.emax, f.subnormals) == (3, -14, 15, True)
    assert f == ulpfield.Format("fp8e5m2") and hash(f) == hash(ulpfield.Format("fp8e5m2")) and f != ulpfield.Format("bf16")
    assert ulpfield.Format("fp8e4m3").max_finite == 448 and ulpfield.Format("fp8e4m3").overflow == "nan"
    assert ulpfield.Format("exact").exact and ulpfield.Format("exact").precision is None
    assert ulpfield.Format("mpfr:9").min_subnormal is None
    assert ulpfield.Format("e4m3fnuz").max_finite == 240 and ulpfield.Format("int8sat").max_finite == 127
    assert ulpfield.round(300, "int8sat") == 127 and ulpfield.round(-math.inf, "e2m1") == -6 and math.copysign(1, ulpfield.round(-0.0, "e4m3fnuz")) == 1
    assert ulpfield.round(np.array([1e9, -3.0]), "e2m1").tolist() == [6.0, -3.0]
    assert float(ulpfield.Format("fp32").max_finite) == float(np.finfo(np.float32).max)
    assert ulpfield.formats(formats=[f, ulpfield.Format("bf16")])["format"] == ["e5m2", "bf16"]
    for bad in ("e5", "", None, 3, "bf\0"):
        with pytest.raises(ValueError):
            ulpfield.Format(bad)
