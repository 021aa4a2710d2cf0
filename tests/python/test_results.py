"""What a result shows: pandas, HTML, pictures; each is the CSV's."""

import csv
import io
import re
import sys
from decimal import Decimal
from fractions import Fraction

import pytest

import ulpfield
from ulpfield._result import value_of

call = {"N": 20, "K": 5, "n": [2, 3, 4], "formats": "fp16,bf16", "trials": 5}


@pytest.fixture(scope="module")
def result():
    return ulpfield.compare(**call)


@pytest.mark.parametrize(
    "text, value",
    [("12", 12), ("-3", -3), ("1/3", Fraction(1, 3)), ("0.5", 0.5), ("", None), ("1e400", Decimal("1e400")), ("1e-400", Decimal("1e-400")),
     ("0.0", 0.0), ("0e5", 0.0), ("1" * 40, int("1" * 40)), ("yes", "yes"), ("inf", float("inf"))],
)  # fmt: skip
def test_values(text, value):
    got = value_of(text, True, False)
    assert got == value and type(got) is type(value)
    assert value_of(text, False, False) == (text or None)
    assert value_of("0.1", True, True) == Decimal("0.1") and value_of("nan", True, True) != value_of("nan", True, True)


def test_rows_are_those_of_the_csv(result):
    rows = list(csv.reader(io.StringIO(result.to_csv())))
    assert rows[0] == result.columns and len(rows) == len(result) + 1
    for texts, row in zip(rows[1:], result):
        assert [value_of(text, column.numeric, False) for text, column in zip(texts, result.columns)] == list(row)
        assert row.as_dict()["format"] == row["format"] == row[0]
    assert result["n"] == [row["n"] for row in result.rows] and result[0] == result.rows[0] and result[:2] == result.rows[:2]
    with pytest.raises(KeyError, match="no column"):
        result["order"]


def test_csv_file(result, tmp_path):
    assert result.to_csv(tmp_path / "a.csv") is None
    assert (tmp_path / "a.csv").read_bytes() == result.to_csv().encode()


def test_html_and_text(result):
    page = result._repr_html_()
    assert page.count("<tr>") == len(result) + 1 and page.startswith("<table>") and all(f">{name}</th>" in page for name in result.columns)
    assert not re.search(r"<(?!/?(table|thead|tbody|tr|th|td|p)\b)", page)
    text = repr(result)
    assert text.splitlines()[0].split() == result.columns and result.verdict[0] in text
    long = ulpfield.compare(**{**call, "n": range(2, 30)})
    assert long._repr_html_().count("<tr>") < len(long) and f"{len(long)} rows" in repr(long)


def test_notes_and_parameters(result):
    assert result.parameters["--n"] == "2,3,4" and result.command.startswith("ulpfield compare --N 20") and not result.violated
    assert ulpfield.compare(memories=[[1, -1, 1]], n=2, formats="fp16").notes[0].startswith("memories: K = 1")


def test_pandas(result):
    pandas = pytest.importorskip("pandas")
    frame = result.to_pandas()
    assert list(frame.columns) == result.columns and frame["wrong"].dtype == "int64" and frame["format"].tolist() == result["format"]
    exact = ulpfield.capacity(N=20, n=3, K=5, quantity="p-error", method="exact", digits=30).to_pandas()
    assert exact["value"][0] == Decimal("0.0000533251010835235805398168025234")
    assert isinstance(frame, pandas.DataFrame)


@pytest.mark.parametrize(
    "study, words",
    [("compare", call), ("xor", {"n": "1:3", "formats": "exact,fp16"}), ("recall", {"N": 50, "K": [2, 5], "trials": 5}),
     ("train", {"N": 8, "K": 2, "patterns": 2, "epochs": 20, "every": 5, "formats": "fp32"}),
     ("tune", {"N": 8, "K": 2, "patterns": 2, "epochs": 2, "repeats": 1, "n": [2, 3], "inverse_temperature": [0.1, 1], "learning_rate": [0.1, 1]})],
)  # fmt: skip
def test_matplotlib(study, words):
    figures = pytest.importorskip("matplotlib.figure")
    made = getattr(ulpfield, study)(**words)
    pictures = made.figures()
    assert pictures and len(pictures) == len(made.figures("svg"))
    for picture, drawn in zip(pictures, made.figures("svg")):
        assert isinstance(picture, figures.Figure) and picture.name == drawn.name and picture.caption == drawn.caption
        content = io.BytesIO()
        picture.savefig(content, format="png")
        assert content.getvalue().startswith(b"\x89PNG")


def test_curves_hold_the_values():
    pytest.importorskip("matplotlib.figure")
    made = ulpfield.recall(N=50, K=[2, 5, 10], trials=5)
    lines = made.figures("matplotlib")[0].axes[0].get_lines()
    assert any(len(line.get_xdata()) == 3 for line in lines)


def test_svg(result, tmp_path, monkeypatch):
    pictures = result.figures("svg")
    assert pictures[0].svg().rstrip().endswith("</svg>") and pictures[0]._repr_svg_().startswith("<?xml")
    pictures[0].save(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(ValueError):
        pictures[0].save(tmp_path / "a.gif")
    with pytest.raises(ValueError):
        result.figures("png")
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    assert isinstance(result.figures()[0], ulpfield.Figure)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OSError, match="no program `gnuplot`"):
        pictures[0].svg()


def test_files():
    found = ulpfield.verify(claim="update-scaling", n=2, N=3, K=2, formats="fp16")
    assert all(isinstance(content, bytes) for content in found.files.values())
