"""Every study gives the bytes of the command line."""

from decimal import Decimal
from fractions import Fraction

import pytest

import ulpfield
from ulpfield import _ulpfield

# A small call of every study; a new study adds its own.
calls = {
    "boundary": {"N": [100, 784], "formats": ["fp16", "bf16"], "quantity": "finite-term,exact-terms"},
    "capacity": {"N": 20, "n": [2, 3], "K": 5, "quantity": ["p-error", "k-max"], "digits": 20},
    "classify": {"K": 4, "n": 2, "epochs": 3, "batch": 20, "every": 1},
    "compare": {"N": [20, 33], "K": 7, "n": range(2, 5), "formats": ["fp16", "mpfr:100", "exact"], "trials": 20, "order": "random"},
    "converge": {"K": 5, "n": 2, "epochs": 2, "batch": 20, "patterns": 20, "networks": "trained,stored", "recall_formats": "fp16", "recall_digits": 5},
    "dynamics": {"model": "tanh/rectified:3", "formats": ["fp16", "fp32"], "time": Fraction(1, 2)},
    "formats": {"formats": ["fp8e4m3", "e5m7", "mpfr:100"]},
    "recall": {"N": 50, "K": [2, 10], "trials": 20, "model": ["hopfield", "dam:3"]},
    "train": {"N": 10, "K": 3, "patterns": 3, "epochs": 20, "formats": "fp32", "exact_loss": True},
    "tune": {"N": 10, "K": 3, "patterns": 3, "epochs": 5, "repeats": 1, "n": [2, 3], "inverse_temperature": [0.1, 1], "learning_rate": Decimal("0.1")},
    "verify": {"claim": ["homogeneity", "hopfield"], "n": 2, "N": 3, "K": 2, "formats": ["exact", "fp16"]},
    "xor": {"n": [2, 3], "formats": ["exact", "fp16"], "interaction": "polynomial"},
}


def words_of(call):
    """The call as the command line has it, by rules of its own."""
    words = []
    for name, value in call.items():
        if value is True and name != "exact_loss":
            words.append("--" + name)
            continue
        value = "yes" if value is True else value
        text = ",".join(map(str, value)) if isinstance(value, (list, range)) else str(value)
        words += ["--" + name.replace("_", "-"), text]
    return words


def test_every_study_has_a_call():
    assert sorted(calls) == sorted(name for name, _, _ in _ulpfield.studies())


@pytest.mark.parametrize("study", sorted(calls))
def test_csv_is_that_of_the_program(study, program, digits):
    call = dict(calls[study], **({"mnist": digits} if study in ("classify", "converge") else {}))
    result = getattr(ulpfield, study)(**call)
    expected = program(study, *words_of(call), "--print", "csv", "--progress", "never")
    assert result.to_csv().encode() == expected
    assert expected.count(b"\n") == len(result.rows) + 1
    assert result.to_csv().splitlines()[0].split(",") == result.columns


def test_every_option_is_a_keyword():
    for name, question, options in _ulpfield.studies():
        study = getattr(ulpfield, name)
        taken = {word.rstrip("_") for word in __import__("inspect").signature(study).parameters}
        assert taken == {option[0][2:].replace("-", "_") for option in options} - {"print"}
        for option_name, _, _, help_text, _ in options:
            assert option_name == "--print" or help_text in study.__doc__
        assert study.question == question and study.__doc__.startswith(question)


def test_values_are_exact_where_they_are_exact():
    by_digits = ulpfield.capacity(N=20, n=3, K=5, quantity="p-error", method="exact", digits=30)
    value = by_digits["value"][0]
    # Brute force over the overlaps (tests/capacity); 30 digits.
    assert value == Decimal("0.0000533251010835235805398168025234")
    plain = ulpfield.formats(formats="fp16")
    assert plain["precision"] == [11] and isinstance(plain["precision"][0], int)
    compared = ulpfield.compare(N=20, n=2, formats="fp16", trials=5)
    assert all(isinstance(row["bits_lost_median"], (int, float)) for row in compared)
    assert compared.rows[0]["format"] == "fp16"


@pytest.mark.parametrize(
    "call, said",
    [
        ({"n": 0}, "--n: '0' is not accepted"),
        ({"n": float("nan")}, "--n: 'nan'"),
        ({"N": -(10**30)}, "--N"),
        ({"formats": "fp17"}, "unknown format 'fp17'"),
        ({"formats": []}, "formats: an empty list"),
        ({"n": object()}, "n: object"),
        ({"n": {}}, "n: "),
        ({"force": 1}, "force: 1 is not accepted"),
        ({"force": True}, "--force: nothing to discard"),
        ({"output": "a\0b"}, "output: the text holds a NUL"),
        ({"output": ""}, "--output: the name is empty"),
        ({"seed": 1.5}, "--seed"),
        ({"threads": 0}, "--threads"),
        ({"n": b"\xff"}, "--n"),
        ({"n": "\udc80"}, "--n"),
        ({"memories": "no/such.npy"}, "--memories: no/such.npy"),
    ],
)
def test_bad_arguments_are_value_errors(call, said):
    with pytest.raises(ValueError) as raised:
        ulpfield.compare(**call)
    assert said in str(raised.value)


def test_unknown_keywords_name_the_nearest():
    with pytest.raises(TypeError, match="did you mean trials"):
        ulpfield.compare(trails=3)
    with pytest.raises(TypeError):
        ulpfield.compare(3)


def test_none_is_the_default():
    small = {"N": 10, "n": 2, "formats": "fp16", "trials": 3}
    assert ulpfield.compare(**small, K=None, memories=None).to_csv() == ulpfield.compare(**small).to_csv()
