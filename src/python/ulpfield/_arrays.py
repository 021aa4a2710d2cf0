"""Arrays of other libraries as NumPy arrays, without a copy where the type allows it."""

import numpy as np


def is_array(value, takes_patterns=True):
    """An array that stands for a file of patterns: of two dimensions or more, or of one where patterns are asked for."""
    if isinstance(value, (str, bytes, dict)) or value is None:
        return False
    if isinstance(value, np.ndarray) or hasattr(value, "__dlpack__") or hasattr(value, "__array_interface__"):
        return getattr(value, "ndim", 2) >= 2 or (takes_patterns and getattr(value, "ndim", 1) == 1)
    if hasattr(value, "__array__") and not np.isscalar(value) and not isinstance(value, np.generic):
        return getattr(value, "ndim", 2) >= 2 or takes_patterns
    if isinstance(value, (list, tuple)) and value:
        if all(isinstance(row, (list, tuple)) for row in value):
            return True
        return takes_patterns and all(isinstance(x, (bool, int, float, np.number)) for x in value) and len(value) > 1
    if isinstance(value, memoryview):
        return value.ndim >= 2 or takes_patterns
    return False


def taken(name, value):
    """(array, is_bfloat16): the array itself, its memory as it lies; bfloat16 comes as the uint16 of the same bits.

    Refused with ValueError: tensors that are not in the computer's own memory, ragged lists, texts, complex numbers,
    dates, masked entries, long doubles. Objects (int, float, Fraction, ...) are taken where every one is a double.
    """
    bfloat16 = False
    if type(value).__module__.split(".")[0] == "torch":
        value, bfloat16 = _of_torch(name, value)
    elif isinstance(value, np.ma.MaskedArray):
        if np.ma.is_masked(value):
            raise ValueError(f"{name}: the array has masked entries")
        value = value.data
    elif not isinstance(value, np.ndarray) and hasattr(value, "__dlpack__"):
        try:
            value = np.from_dlpack(value)
        except (BufferError, RuntimeError, TypeError, ValueError) as error:
            raise ValueError(f"{name}: {type(value).__name__} gives no array in the computer's own memory ({error})") from None
    try:
        array = np.asarray(value)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {type(value).__name__} makes no array ({error})") from None
    if array.dtype.kind == "O":
        array = _of_objects(name, array)
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > 8:
        raise ValueError(
            f"{name}: entries of type {array.dtype} are not accepted; accepted: bool, integers, float16, bfloat16, float32, float64"
        )
    return array, bfloat16


def _of_torch(name, tensor):
    import torch

    if not isinstance(tensor, torch.Tensor):
        raise ValueError(f"{name}: {type(tensor).__name__} is not accepted; accepted: a tensor")
    if tensor.device.type != "cpu":
        raise ValueError(f"{name}: the tensor is on {tensor.device}; accepted: one on the CPU (.cpu())")
    if tensor.layout != torch.strided:
        raise ValueError(f"{name}: the tensor is of layout {tensor.layout}; accepted: a dense one (.to_dense())")
    if tensor.is_quantized or tensor.is_complex():
        raise ValueError(f"{name}: a tensor of {tensor.dtype} is not accepted; accepted: real numbers (.dequantize(), .real)")
    tensor = tensor.detach().resolve_neg()
    if tensor.dtype == torch.bfloat16:
        return tensor.view(torch.int16).numpy().view(np.uint16), True
    try:
        return tensor.numpy(), False
    except (TypeError, RuntimeError) as error:
        raise ValueError(f"{name}: a tensor of {tensor.dtype} is not accepted ({error})") from None


def _of_objects(name, array):
    result = np.empty(array.shape, dtype=np.float64)
    for index, entry in np.ndenumerate(array):
        try:
            number = float(entry)
            same = number == entry
        except (TypeError, ValueError, OverflowError, ArithmeticError):
            same = False
        if isinstance(entry, str) or same is not True and not (same is np.True_):
            where = ", ".join(str(k) for k in index)
            raise ValueError(f"{name}: entry ({where}) is {entry!r}, which is no double; accepted: numbers that a double holds")
        result[index] = number
    return result
