"""Arguments checked with the messages of the library's kind."""

import operator

import numpy as np


def whole(name, value, least, most):
    """value as an int from least to most; else ValueError."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, (bool, np.bool_)) or not least <= number <= most:
        raise ValueError(f"{name}: {value!r} is not accepted; accepted: an integer from {least} to {most}")
    return number


def text(name, value):
    """value as a text without NUL; else ValueError."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(f"{name}: {value!r} is not accepted; accepted: a text")
    return value
