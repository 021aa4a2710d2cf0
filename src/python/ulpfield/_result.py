"""What a study gives: a table, a verdict, pictures and files."""

import html
import re
from decimal import Decimal
from fractions import Fraction

from ._figures import Figure, has_matplotlib

_integer = re.compile(r"[+-]?[0-9]+\Z")
_fraction = re.compile(r"[+-]?[0-9]+/[0-9]+\Z")
_most_rows_shown = 60


def value_of(text, numeric, digits):
    """A value of a table: None where absent; of a column of numbers int, Fraction, float, or Decimal (with --digits, and
    where a double would over- or underflow); else the text."""
    if text == "":
        return None
    if not numeric:
        return text
    if _integer.match(text):
        return int(text)
    if _fraction.match(text):
        return Fraction(text)
    try:
        number = float(text)
    except ValueError:
        return text
    if text.lstrip("+-") in ("inf", "nan"):
        return number
    if digits or number in (float("inf"), float("-inf")) or (number == 0 and re.search("[1-9]", text.lower().split("e")[0])):
        return Decimal(text)
    return number


class Column(str):
    """The name of a column, with its `meaning` in one sentence and whether its values are `numeric`.

    >>> import ulpfield
    >>> n = ulpfield.compare(N=10, n=2, formats="fp16", trials=1).columns[3]
    >>> n, n.meaning, n.numeric
    ('n', 'order of F', True)
    """

    __slots__ = ("meaning", "numeric")

    def __new__(cls, name, meaning, numeric):
        column = super().__new__(cls, name)
        column.meaning = meaning
        column.numeric = numeric
        return column

    def __reduce__(self):
        return Column, (str(self), self.meaning, self.numeric)


class Row(tuple):
    """A row of a result: a tuple whose values may be had by the column's name, too.

    >>> import ulpfield
    >>> row = ulpfield.formats(formats="fp16").rows[0]
    >>> row[0], row["precision"]
    ('fp16', 11)
    """

    def __new__(cls, values, columns):
        row = super().__new__(cls, values)
        row._columns = columns
        return row

    def __getitem__(self, which):
        if isinstance(which, str):
            try:
                return tuple.__getitem__(self, self._columns.index(which))
            except ValueError:
                raise KeyError(f"no column {which!r} among {', '.join(self._columns)}") from None
        return tuple.__getitem__(self, which)

    def __reduce__(self):
        return Row, (tuple(self), self._columns)

    def as_dict(self):
        """{column: value}."""
        return dict(zip(self._columns, self))


class Result:
    """The result of a study.

    `columns`   names of the columns (`Column`: a str with .meaning and .numeric)
    `rows`      a list of `Row`s; numbers are int, Fraction, Decimal (where --digits asks for digits) or float, an
                absent one is None, all else is text as in the CSV
    `verdict`   the sentences in words; `violated`: a claim that must hold does not
    `failures`  cells that could not be computed: [(cell, reason)]
    `notes`     what the program says besides, such as how memories were read
    `files`     {name: bytes} of further files the study writes
    `command`   the program's command for the same table; `parameters`: what the results depend on

    >>> import ulpfield
    >>> result = ulpfield.compare(N=20, K=5, n=[2, 3], formats="fp16,exact", scaling="raw", states="memory", trials=10)
    >>> len(result), result["n"], result["wrong"]
    (4, [2, 3, 2, 3], [0, 0, 0, 0])
    >>> result.to_csv().splitlines()[1]
    'fp16,raw,polynomial,2,20,5,memory,10,200,0,0,0,0,0,0,0,0,0,10,0'
    """

    def __init__(self, study, session, digits=False):
        self.study = study
        self._session = session
        self._digits = digits
        self._rows = None
        self.columns = [Column(*column) for column in session.columns]
        self.verdict = session.verdict
        self.violated = session.violated
        self.failures = session.failures
        self.notes = session.notes
        self.command = session.command
        self.parameters = session.parameters

    @property
    def rows(self):
        if self._rows is None:
            numeric = [column.numeric for column in self.columns]
            self._rows = [
                Row((value_of(text, kind, self._digits) for text, kind in zip(row, numeric)), self.columns)
                for row in self._session.rows()
            ]
        return self._rows

    @property
    def files(self):
        return dict(self._session.files())

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, which):
        """The values of the column of this name; of a number, that row."""
        return [row[which] for row in self.rows] if isinstance(which, str) else self.rows[which]

    def to_csv(self, path=None):
        """The table as `--print csv` prints it, byte for byte: as text, or into the file `path`."""
        content = self._session.csv()
        if path is None:
            return content.decode("utf-8", "surrogateescape")
        with open(path, "wb") as file:
            file.write(content)
        return None

    def to_pandas(self):
        """A pandas.DataFrame of the rows; integers that no int64 and no double holds stay Python's."""
        import pandas

        data = {}
        for k, name in enumerate(self.columns):
            values = [row[k] for row in self.rows]
            whole = [v for v in values if isinstance(v, int)]
            wide = any(abs(v) > 2**53 for v in whole) and (len(whole) < len(values) or any(abs(v) >= 2**63 for v in whole))
            exact = any(isinstance(v, (Fraction, Decimal)) for v in values)
            data[str(name)] = pandas.Series(values, dtype=object) if wide or exact else pandas.Series(values)
            if not name.numeric:
                data[str(name)] = data[str(name)].astype(object)
        return pandas.DataFrame(data)

    def figures(self, kind=None):
        """The pictures of the study.

        `kind`  "matplotlib": Matplotlib's figures (curves and maps drawn by Matplotlib, others as gnuplot draws them), each
                with `.name` and `.caption`; "svg": a `Figure` each, gnuplot's; None: matplotlib where it is there, else svg
        """
        if kind not in (None, "matplotlib", "svg"):
            raise ValueError(f"kind: {kind!r} is not accepted; accepted: matplotlib, svg, None")
        pictures = [Figure(drawing) for drawing in self._session.figures()]
        if kind == "svg" or (kind is None and not has_matplotlib()):
            return pictures
        return [picture.matplotlib() for picture in pictures]

    def _texts(self, most):
        rows = self.rows
        shown = rows if len(rows) <= most else rows[: most // 2] + rows[-(most - most // 2) :]
        texts = [["" if v is None else f"{v:.6g}" if isinstance(v, float) else str(v) for v in row] for row in shown]
        return texts, (most // 2 if len(shown) < len(rows) else None)

    def __repr__(self):
        texts, cut = self._texts(_most_rows_shown)
        widths = [max([len(name)] + [len(row[k]) for row in texts]) for k, name in enumerate(self.columns)]

        def line(cells):
            padded = (c.rjust(w) if column.numeric else c.ljust(w) for c, w, column in zip(cells, widths, self.columns))
            return "  ".join(padded).rstrip()

        lines = [line(self.columns)] + [line(row) for row in texts]
        if cut is not None:
            lines.insert(1 + cut, f"... {len(self.rows)} rows ...")
        said = self.verdict + self.notes
        return "\n".join(lines + ([""] + said if said else []))

    def _repr_html_(self):
        texts, cut = self._texts(_most_rows_shown)
        head = "".join(f'<th title="{html.escape(c.meaning)}">{html.escape(c)}</th>' for c in self.columns)
        lines = ["<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in texts]
        if cut is not None:
            lines.insert(cut, f'<tr><td colspan="{len(self.columns)}">{len(self.rows)} rows</td></tr>')
        said = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in self.verdict + self.notes)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>{said}"
