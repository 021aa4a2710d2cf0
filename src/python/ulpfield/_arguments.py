"""Python values as the texts that the program's options take."""

import keyword
import numbers
import os
from decimal import Decimal
from fractions import Fraction

import numpy as np

from ._arrays import is_array, taken


def keyword_of(option_name):
    """``--exact-loss`` is ``exact_loss``; where Python keeps the word for itself, ``as`` is ``as_``."""
    name = option_name.lstrip("-").replace("-", "_")
    return name + "_" if keyword.iskeyword(name) else name


def _scalar_text(name, value):
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, str):
        text = str(value)
    elif isinstance(value, (bytes, os.PathLike)):
        text = os.fsdecode(value)
    elif isinstance(value, (int, np.integer)):
        text = str(int(value))
    elif isinstance(value, np.floating):
        text = repr(float(value)) if value.dtype.itemsize == 8 else str(value)
    elif isinstance(value, float):
        text = repr(value)
    elif isinstance(value, (Fraction, Decimal)):
        text = str(value)
    elif isinstance(value, numbers.Rational):
        text = f"{value.numerator}/{value.denominator}"
    elif hasattr(value, "__ulpfield_text__"):
        text = value.__ulpfield_text__()
    else:
        raise ValueError(f"{name}: {type(value).__name__} is not accepted; accepted: text, numbers, lists of them and arrays")
    if "\0" in text:
        raise ValueError(f"{name}: the text holds a NUL character")
    return text


class Texts:
    """What was typed, option by option, and the arrays that stand for files."""

    def __init__(self):
        self.typed = {}
        self.arrays = []  # (name in the texts, array, it is of type bfloat16)
        self._names = set()

    def add(self, option, value):
        """`option` is (name, value_name, default, help, own)."""
        name, value_name, _, help_text, _ = option
        keyword_name = keyword_of(name)
        if value is None:
            return
        if value_name == "":
            if not isinstance(value, (bool, np.bool_)):
                raise ValueError(f"{keyword_name}: {value!r} is not accepted; accepted: True or False")
            if value:
                self.typed[os.fsencode(name)] = b""
            return
        self.typed[os.fsencode(name)] = os.fsencode(self._text(keyword_name, value, ".npy" in help_text))

    def _text(self, name, value, takes_patterns):
        if isinstance(value, dict):
            return ",".join(self._attach(name, array, key) for key, array in value.items())
        if is_array(value, takes_patterns):
            return self._attach(name, value)
        if isinstance(value, np.ndarray):
            value = value.tolist() if value.ndim else [value.item()]
        if isinstance(value, (list, tuple, range)):
            if not value:
                raise ValueError(f"{name}: an empty list; accepted: at least one value")
            return ",".join(
                self._attach(name, item) if is_array(item, takes_patterns) else _scalar_text(name, item) for item in value
            )
        return _scalar_text(name, value)

    def _attach(self, name, value, called=None):
        array, bfloat16 = taken(name, value)
        if called is None:
            called, number = name, 1
            while called in self._names:
                number += 1
                called = f"{name}-{number}"
        elif not isinstance(called, str) or not called or any(c in called for c in ",\0\n"):
            raise ValueError(f"{name}: {called!r} cannot name an array; accepted: a text without commas")
        elif called in self._names:
            raise ValueError(f"{name}: two arrays are called {called!r}")
        self._names.add(called)
        self.arrays.append((os.fsencode(called), array, bfloat16))
        return called
