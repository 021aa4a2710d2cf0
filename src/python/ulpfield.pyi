# Types of the module; the build adds a function for every study (write_stubs.py).
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from os import PathLike
from typing import Any, NamedTuple, Optional, Union, overload

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

__version__: str
studies: tuple[str, ...]

Number = Union[int, float, Fraction, Decimal]
Value = Union[str, bool, Number, Format, ArrayLike, Sequence[Any], dict[str, Any], PathLike[str], None]

class StudyWarning(UserWarning): ...

class Column(str):
    meaning: str
    numeric: bool

class Row(tuple[Any, ...]):
    @overload  # type: ignore[override]
    def __getitem__(self, which: Union[int, str]) -> Any: ...
    @overload
    def __getitem__(self, which: slice) -> tuple[Any, ...]: ...
    def as_dict(self) -> dict[str, Any]: ...

class Figure:
    name: str
    caption: str
    def svg(self) -> str: ...
    def png(self) -> bytes: ...
    def matplotlib(self) -> Any: ...
    def save(self, path: Union[str, PathLike[str]]) -> None: ...

class Result:
    study: str
    columns: list[Column]
    verdict: list[str]
    violated: bool
    failures: list[tuple[int, str]]
    notes: list[str]
    command: str
    parameters: dict[str, str]
    @property
    def rows(self) -> list[Row]: ...
    @property
    def files(self) -> dict[str, bytes]: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Row]: ...
    @overload
    def __getitem__(self, which: str) -> list[Any]: ...
    @overload
    def __getitem__(self, which: int) -> Row: ...
    @overload
    def __getitem__(self, which: slice) -> list[Row]: ...
    @overload
    def to_csv(self, path: None = None) -> str: ...
    @overload
    def to_csv(self, path: Union[str, PathLike[str]]) -> None: ...
    def to_pandas(self) -> Any: ...
    def figures(self, kind: Optional[str] = None) -> list[Any]: ...

class Format:
    def __init__(self, name: Union[str, Format]) -> None: ...
    @property
    def name(self) -> str: ...
    @property
    def exact(self) -> bool: ...
    @property
    def precision(self) -> Optional[int]: ...
    @property
    def emin(self) -> Optional[int]: ...
    @property
    def emax(self) -> Optional[int]: ...
    @property
    def subnormals(self) -> Optional[bool]: ...
    @property
    def overflow(self) -> Optional[str]: ...
    @property
    def max_finite(self) -> Optional[Fraction]: ...
    @property
    def min_normal(self) -> Optional[Fraction]: ...
    @property
    def min_subnormal(self) -> Optional[Fraction]: ...
    @property
    def unit_roundoff(self) -> Optional[Fraction]: ...

def named_formats() -> list[Format]: ...
def round(
    x: Any, format: Union[str, Format], dtype: Optional[DTypeLike] = None, out: Optional[NDArray[Any]] = None
) -> Any: ...

class Events(NamedTuple):
    overflow: bool
    nan: bool
    underflow: bool
    zero: bool

class Decision(NamedTuple):
    sign: int
    exact_sign: int
    value: Union[Fraction, float, None]
    nearest: Union[Fraction, float, None]
    exact: Optional[Fraction]
    events: Events
    bits_lost: float
    @property
    def wrong(self) -> bool: ...

def decide(
    memories: ArrayLike,
    state: ArrayLike,
    neuron: int,
    n: int,
    format: Union[str, Format],
    interaction: str = "polynomial",
    scaling: str = "raw",
    power: str = "binary",
    accumulate: Union[str, Format, None] = None,
) -> Decision: ...
@overload
def exact_field(
    memories: ArrayLike, state: ArrayLike, n: int, neuron: None = None, interaction: str = "polynomial", scaling: str = "raw"
) -> list[Fraction]: ...
@overload
def exact_field(
    memories: ArrayLike, state: ArrayLike, n: int, neuron: int, interaction: str = "polynomial", scaling: str = "raw"
) -> Fraction: ...

class Relaxation(NamedTuple):
    state: NDArray[np.int8]
    end: str
    sweeps: int
    cycle_length: int
    trajectory: NDArray[np.int8]
    changes: list[tuple[int, int]]

def relax(
    memories: ArrayLike,
    state: ArrayLike,
    n: int,
    format: Union[str, Format] = "exact",
    interaction: str = "polynomial",
    scaling: str = "raw",
    power: str = "binary",
    accumulate: Union[str, Format, None] = None,
    order: str = "sequential",
    seed: int = 1,
    max_sweeps: int = 1000,
) -> Relaxation: ...

class Answer(NamedTuple):
    value: Union[int, Decimal]
    bounds: Optional[tuple[Union[int, Decimal], Union[int, Decimal]]]
    fraction: Optional[Fraction]
    quality: str
    def __float__(self) -> float: ...

def p_error(
    N: int, K: int, n: int, method: str = "exact", digits: int = 15, interaction: str = "polynomial", tie: bool = False
) -> Answer: ...
def k_max(
    N: int,
    n: int,
    delta: Number = ...,
    method: str = "exact",
    criterion: str = "union",
    digits: int = 15,
    interaction: str = "polynomial",
) -> Answer: ...
def advise(N: int, K: int, n: int, **options: Value) -> Result: ...
