"""Number formats, and numbers rounded to them."""

import math
import numbers
from decimal import Decimal
from fractions import Fraction

import numpy as np

from . import _ulpfield
from ._arrays import taken


class Format:
    """A number format by its name, as the option --formats has it, with its four numbers.

    `precision` p with the hidden bit, `emin` and `emax` the exponents of the least normal and of the largest finite
    number, `subnormals` whether there is gradual underflow. `overflow` is infinity, nan, largest (saturates) or wraps.
    `max_finite`, `min_normal`, `min_subnormal` (None without subnormals) and `unit_roundoff` 2^-p are Fractions.
    An unknown name is a ValueError.

    >>> import ulpfield
    >>> f = ulpfield.Format("e5m2")
    >>> f.precision, f.emin, f.emax, f.subnormals
    (3, -14, 15, True)
    >>> f.max_finite, f.unit_roundoff
    (Fraction(57344, 1), Fraction(1, 8))
    >>> ulpfield.Format("fp8e4m3").max_finite
    Fraction(448, 1)
    """

    __slots__ = ("_format",)

    def __init__(self, name):
        if isinstance(name, Format):
            self._format = name._format
        elif isinstance(name, str) and "\0" not in name:
            self._format = _ulpfield.NumberFormat(name.encode("utf-8", "surrogateescape"))
        else:
            raise ValueError(f"format: {name!r} is not accepted; accepted: the name of a format, e.g. 'bf16'")

    @property
    def name(self):
        return self._format.name

    @property
    def exact(self):
        """True for `exact`, which rounds nothing and has no numbers."""
        return self._format.precision == 0

    def _number(self, name):
        return None if self.exact else getattr(self._format, name)

    precision = property(lambda self: self._number("precision"), doc="p, with the hidden bit; None for `exact`")
    emin = property(lambda self: self._number("emin"), doc="exponent of the least normal number")
    emax = property(lambda self: self._number("emax"), doc="exponent of the largest finite number")
    subnormals = property(lambda self: self._number("subnormals"), doc="True with gradual underflow")
    overflow = property(lambda self: self._number("overflow"), doc="infinity, nan, largest or wraps")

    def _power(self, exponent):
        if abs(exponent) > 1 << 24:
            raise ValueError(f"{self.name}: 2^{exponent} is not written as a Fraction; accepted: 2^-16777216 to 2^16777216")
        return Fraction(2) ** exponent

    @property
    def max_finite(self):
        """The largest finite number."""
        return None if self.exact else self._format.max_finite

    @property
    def min_normal(self):
        """The least normal number, 2^emin."""
        return None if self.exact else self._power(self.emin)

    @property
    def min_subnormal(self):
        """The least number above zero, 2^(emin-p+1); None without subnormals."""
        return self._power(self.emin - self.precision + 1) if self.subnormals else None

    @property
    def unit_roundoff(self):
        """2^-p."""
        return None if self.exact else self._power(-self.precision)

    def __ulpfield_text__(self):
        return self.name

    def __eq__(self, other):
        if not isinstance(other, Format):
            return NotImplemented
        return self._format.same_numbers(other._format)

    def __hash__(self):
        return hash((self.precision, self.emin, self.emax, self.subnormals))

    def __repr__(self):
        return f"Format({self.name!r})"

    def __str__(self):
        return self.name

    def __reduce__(self):
        return Format, (self.name,)


def named_formats():
    """The formats with a name of their own.

    >>> import ulpfield
    >>> [f.name for f in ulpfield.named_formats()][:4]
    ['fp8e4m3', 'fp8e5m2', 'bf16', 'fp16']
    """
    return [Format(name) for name in _ulpfield.named_formats()]


def exact_parts(name, number):
    """(numerator, denominator, e): number = numerator/denominator 2^e exactly, where e != 0 with denominator 1. A float
    where it is an infinity, NaN or a zero with a sign."""
    if isinstance(number, (bool, np.bool_)):
        return int(number), 1, 0
    if isinstance(number, (int, np.integer)):
        return int(number), 1, 0
    mpf = getattr(number, "_mpf_", None)  # mpmath: sign, significand, exponent, bits
    if isinstance(mpf, tuple) and len(mpf) == 4:
        sign, significand, exponent, bits = mpf
        if significand == 0:
            return float(number) if exponent != 0 else 0.0
        return (-1) ** sign * int(significand), 1, int(exponent)
    if isinstance(number, numbers.Rational):
        return int(number.numerator), int(number.denominator), 0
    if isinstance(number, Decimal):
        if not number.is_finite() or number == 0:
            return float("nan") if number.is_nan() else float(number)
        if abs(number.adjusted()) > 100000:
            raise ValueError(f"{name}: {number!r} is too large or too small; accepted: decimals from 1e-100000 to 1e100000")
        return (*number.as_integer_ratio(), 0)
    if isinstance(number, (float, np.floating)) or hasattr(number, "as_integer_ratio"):
        if not math.isfinite(number) or number == 0:
            return float(number)
        numerator, denominator = number.as_integer_ratio()
        return int(numerator), int(denominator), 0
    raise ValueError(f"{name}: {type(number).__name__} is not accepted; accepted: int, float, Fraction, Decimal, numbers of mpmath and gmpy2, arrays")


def _is_number(value):
    return isinstance(value, (numbers.Number, np.generic, Decimal)) or hasattr(value, "_mpf_") or (
        hasattr(value, "as_integer_ratio") and not hasattr(value, "__len__")
    )


def _plain(rounded, of):
    """A float where doubles hold all numbers of the format."""
    return float(rounded) if isinstance(rounded, Fraction) and of._format.held_by_double else rounded


def _round_number(number, of):
    parts = exact_parts("x", number)
    if isinstance(parts, float):
        return _plain(of._format.round_double(parts), of)
    numerator, denominator, exponent = parts
    if abs(exponent) >= 1 << 62:
        raise ValueError("x: its exponent is beyond 2^62")
    if numerator == 0:
        return _plain(of._format.round_double(0.0), of)
    return _plain(of._format.round_number(numerator, denominator, exponent), of)


_round_into = {np.dtype(np.float64): "round_float64", np.dtype(np.float32): "round_float32", np.dtype(np.float16): "round_float16"}
_held = {np.dtype(np.float64): "held_by_double", np.dtype(np.float32): "held_by_float", np.dtype(np.float16): "held_by_half"}


def round(x, format, dtype=None, out=None):
    """Rounds numbers to a format: once, correctly, ties to even, with the format's overflow and underflow.

    `x`       a number (int, float, Fraction, Decimal, of mpmath or gmpy2), or an array of them: NumPy, PyTorch on the
              CPU, DLPack, lists; objects in an array are rounded one by one from their exact values
    `format`  a name ("fp8e4m3", "e5m2", "mpfr:100", ...) or a `Format`; `exact` rounds nothing and is refused
    `dtype`   of the result: float64 (default), float32 or float16, which must hold every number of the format; object:
              exact Fractions (floats for infinities, NaN and zeros)
    `out`     an array of that type and shape, C-contiguous, to be filled and returned

    A number gives a float, or a Fraction where no double holds all numbers of the format (x87, fp128, mpfr:BITS,
    e12m3, ...); arrays then give objects. Zeros keep their sign, NaN stays NaN.

    >>> import ulpfield, numpy
    >>> from fractions import Fraction
    >>> ulpfield.round(numpy.array([0.1, 464, 464.1, -1e-9]), "fp8e4m3")
    array([ 1.015625e-01,  4.480000e+02,           nan, -0.000000e+00])
    >>> ulpfield.round(1 + Fraction(1, 2**8) + Fraction(1, 10**40), "bf16")
    1.0078125
    >>> ulpfield.round(Fraction(1, 3), "x87")
    Fraction(12297829382473034411, 36893488147419103232)
    """
    of = Format(format)
    if of.exact:
        raise ValueError("format: exact rounds nothing; accepted: a rounding format")
    if _is_number(x):
        if dtype is not None or out is not None:
            raise ValueError("dtype, out: only with an array")
        return _round_number(x, of)
    wanted = np.dtype(dtype) if dtype is not None else out.dtype if isinstance(out, np.ndarray) else None
    if wanted is None:
        wanted = np.dtype(np.float64 if of._format.held_by_double else object)
    if wanted != np.dtype(object):
        if wanted not in _held:
            raise ValueError(f"dtype: {wanted} is not accepted; accepted: float64, float32, float16, object")
        if not getattr(of._format, _held[wanted]):
            raise ValueError(f"dtype: {of.name} has numbers that no {wanted} holds")
    source = _source(x)
    if out is not None:
        fits = isinstance(out, np.ndarray) and out.dtype == wanted and out.dtype.isnative and out.shape == source.shape
        if not fits or not out.flags.c_contiguous or not out.flags.writeable:
            raise ValueError(f"out: not a writeable, C-contiguous array of {wanted} and shape {source.shape}")
    result = np.empty(source.shape, dtype=wanted) if out is None else out
    if source.dtype == np.dtype(object) or wanted == np.dtype(object):
        for index in np.ndindex(*source.shape):
            result[index] = _round_number(source[index], of)
        return result
    if np.may_share_memory(source, result) and not (
        source.__array_interface__["data"] == result.__array_interface__["data"] and result.dtype == source.dtype
    ):
        source = source.copy()
    getattr(of._format, _round_into[wanted])(source, result)
    return result


def _source(x):
    """A C-contiguous array of doubles with the same values, or of objects where doubles do not hold them."""
    if isinstance(x, np.ndarray) and x.dtype.kind in "iuOf" and not isinstance(x, np.ma.MaskedArray):
        array = x
    else:
        made = x if isinstance(x, np.ndarray) or type(x).__module__.split(".")[0] == "torch" or hasattr(x, "__dlpack__") else _listed(x)
        if isinstance(made, np.ndarray) and made.dtype.kind == "O":
            array = made
        else:
            array, bfloat16 = taken("x", made)
            if bfloat16:
                array = (array.astype(np.uint32) << 16).view(np.float32)
    if array.dtype.kind == "O" or (array.dtype.kind == "f" and array.dtype.itemsize > 8):
        return array if array.dtype.kind == "O" else array.astype(object)
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8 and array.size and (
        array.max() > 2**53 or array.min() < -(2**53)
    ):
        return array.astype(object)
    return np.ascontiguousarray(array, dtype=np.float64).reshape(array.shape)


def _listed(x):
    """Lists: exact objects where NumPy would round or guess."""
    try:
        objects = np.array(x, dtype=object)
    except (TypeError, ValueError) as error:
        raise ValueError(f"x: {type(x).__name__} makes no array ({error})") from None
    if all(isinstance(entry, (float, np.float64)) for entry in objects.flat):
        return objects.astype(np.float64)
    return objects
