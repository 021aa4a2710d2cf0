"""What number formats do to Dense Associative Memories: ulpfield's studies and primitives on arrays.

Every study of the program is a function of its name (`ulpfield.studies` lists them): keyword arguments are its options,
dashes as underscores, values as text, numbers, lists or arrays; the result (`Result`) is the program's table, verdict and
pictures, and `.to_csv()` has its bytes.

Primitives: `round` (numbers and arrays to any format), `Format`, `p_error`, `k_max`, `advise`.

Bad arguments are ValueError with the library's message, an unknown keyword is a TypeError, a refusal of the machine (full
disk) OSError. Long calls show progress (`progress=`), free the GIL and stop within a second on Ctrl-C with
KeyboardInterrupt; with `output=` what is finished is kept, and the same call resumes. Threads may call at once.
"""

from . import _ulpfield
from ._figures import Figure
from ._laws import Answer, advise, k_max, p_error
from ._numbers import Format, named_formats, round
from ._result import Column, Result, Row
from ._studies import StudyWarning, make_studies

__version__ = _ulpfield.version
_made = make_studies()
studies = tuple(_made)
globals().update(_made)
__all__ = [
    "Answer", "Column", "Figure", "Format", "Result", "Row", "StudyWarning",
    "advise", "k_max", "named_formats", "p_error", "round", "studies", *studies,
]  # fmt: skip
