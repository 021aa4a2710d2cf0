"""What number formats do to Dense Associative Memories: ulpfield's studies and primitives on arrays.

An audit of a trained network in five lines: in which formats does it recall what it should?

>>> import numpy, ulpfield                                  # weights: K x N, e.g. model.memories.detach() of PyTorch
>>> weights = numpy.sign(numpy.random.default_rng(1).standard_normal((8, 64)))
>>> audit = ulpfield.compare(memories=weights, n=[3, 20], formats=["fp16", "bf16", "fp32"], states="corrupted:0.1", scaling="raw")
>>> [(row["format"], row["n"]) for row in audit if row["wrong"]]
[('fp16', 3), ('fp16', 20)]
>>> picture = audit.figures()[0]                            # the same as a picture; a notebook shows `audit` as a table

Every study of the program is a function of its name (`ulpfield.studies` lists them): keyword arguments are its options,
dashes as underscores, values as text, numbers, lists or arrays; the result (`Result`) is the program's table, verdict and
pictures, and `.to_csv()` has its bytes. An array stands where the program takes a file: bool, integers, float16, bfloat16,
float32, float64, of any strides, read-only or not, NumPy's, PyTorch's (CPU), DLPack's, or nested lists. It is read once,
when the call begins: what another thread changes during that reading may be seen or not, later changes have no effect. A
dict {name: array} names it in the table: states={"sigma.npy": sigma} gives the bytes of a file of that name.

Primitives: `round` (numbers and arrays to any format), `Format`, `decide`, `exact_field`, `relax`, `p_error`, `k_max`,
`advise`.

Bad arguments are ValueError with the library's message, an unknown keyword is a TypeError, a refusal of the machine (full
disk) OSError. Long calls show progress (`progress=`), free the GIL and stop within a second on Ctrl-C with
KeyboardInterrupt; with `output=` what is finished is kept, and the same call resumes. Threads may call at once.
"""

from . import _ulpfield
from ._figures import Figure
from ._laws import Answer, advise, k_max, p_error
from ._numbers import Format, named_formats, round
from ._result import Column, Result, Row
from ._rule import Decision, Events, Relaxation, decide, exact_field, relax
from ._studies import StudyWarning, make_studies

__version__ = _ulpfield.version
_made = make_studies()
studies = tuple(_made)
globals().update(_made)
__all__ = [
    "Answer", "Column", "Decision", "Events", "Figure", "Format", "Relaxation", "Result", "Row", "StudyWarning",
    "advise", "decide", "exact_field", "k_max", "named_formats", "p_error", "relax", "round", "studies", *studies,
]  # fmt: skip
