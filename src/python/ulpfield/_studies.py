"""One function for every study of the program, made from its table of options."""

import difflib
import inspect
import os
import warnings

from . import _ulpfield
from ._arguments import Texts, keyword_of
from ._examples import examples
from ._progress import shown
from ._result import Result

# Options that say how the program prints: a result is printed by what it is asked for.
_not_taken = {"--print"}


class StudyWarning(UserWarning):
    """Some cells of a study could not be computed."""


def _docstring(name, question, options):
    lines = [question, "", "Returns a `Result`. Keyword arguments are the options of `ulpfield " + name + "`; None: the default."]
    for own, heading in ((True, "Of this study"), (False, "Of every study")):
        lines += ["", heading, "-" * len(heading)]
        for option_name, value_name, default, help_text, is_own in options:
            if is_own != own:
                continue
            kind = value_name or "True or False"
            lines.append(f"{keyword_of(option_name)} : {kind}" + (f", default {default}" if default else ""))
            lines.append(f"    {help_text}")
    lines += ["", "Example", "-------"]
    lines += examples.get(name, f">>> import ulpfield\n>>> ulpfield.{name}.question\n{question!r}").strip().splitlines()
    return "\n".join(lines) + "\n"


def _make(name, question, options):
    by_keyword = {keyword_of(option[0]): option for option in options}

    def study(**keywords):
        texts = Texts()
        for word, value in keywords.items():
            option = by_keyword.get(word) or by_keyword.get(word + "_")
            if option is None:
                near = difflib.get_close_matches(word, by_keyword, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                raise TypeError(f"{name}() got an unexpected keyword argument '{word}'{hint}")
            texts.add(option, value)
        when = os.fsdecode(texts.typed.get(b"--progress", b"auto"))
        progress = shown(when, name)
        try:
            session = _ulpfield.run_study(name, texts.typed, texts.arrays, progress)
        finally:
            if progress is not None:
                progress.close()
        result = Result(name, session, digits=b"--digits" in texts.typed)
        if result.failures:
            cell, reason = result.failures[0]
            more = f" (and {len(result.failures) - 1} more cells)" if len(result.failures) > 1 else ""
            warnings.warn(f"{name}: cell {cell} failed: {reason}{more}", StudyWarning, stacklevel=2)
        return result

    study.__name__ = study.__qualname__ = name
    study.__module__ = "ulpfield"
    study.question = question
    study.__doc__ = _docstring(name, question, options)
    study.__signature__ = inspect.Signature(
        [inspect.Parameter(word, inspect.Parameter.KEYWORD_ONLY, default=None) for word in by_keyword],
        return_annotation=Result,
    )
    return study


def make_studies():
    """{name: function} of every study of the registry."""
    made = {}
    for name, question, options in _ulpfield.studies():
        made[name] = _make(name, question, [option for option in options if option[0] not in _not_taken])
    return made
