"""The notebooks run from the first cell to the last."""

import glob
import os
import re

import pytest

notebooks = sorted(glob.glob(os.path.join(os.environ["ULPFIELD_SOURCE"], "studies", "notebooks", "*.py")))


def test_there_are_notebooks():
    assert len(notebooks) >= 2


@pytest.mark.parametrize("notebook", notebooks, ids=os.path.basename)
def test_notebook(notebook, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with open(notebook, encoding="utf-8") as file:
        cells = re.split("^# %%", file.read(), flags=re.MULTILINE)
    assert len(cells) > 5
    names = {"__name__": "notebook"}
    for number, cell in enumerate(cells):
        lines = cell.splitlines()
        if lines and lines[0].strip() == "[markdown]":
            assert all(line.startswith("#") or not line for line in lines[1:])
            continue
        exec(compile("\n" * number + cell, f"{notebook}, cell {number}", "exec"), names)
    assert capsys.readouterr().out
