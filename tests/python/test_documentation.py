"""Everything public is documented, with an example that runs; the stub names the same."""

import ast
import doctest
import inspect
import os

import pytest

import ulpfield

# Tuples of names: their fields are documented; the functions that give them have examples.
plain = {"studies", "Events", "Decision", "Relaxation", "Answer", "StudyWarning"}


def run_examples(thing, name):
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    runner = doctest.DocTestRunner(optionflags=flags)
    examples = 0
    for test in doctest.DocTestFinder(recurse=False).find(thing, name, globs={}):
        examples += len(test.examples)
        runner.run(test)
    assert runner.failures == 0
    return examples


def test_the_module():
    assert run_examples(ulpfield, "ulpfield") >= 5


@pytest.mark.parametrize("name", [name for name in ulpfield.__all__ if name != "studies"])
def test_public_names(name):
    thing = getattr(ulpfield, name)
    assert inspect.getdoc(thing)
    assert (run_examples(thing, name) > 0) or name in plain
    if name not in plain:
        for word in inspect.signature(thing).parameters:
            assert word in (thing.__doc__ or "") or inspect.isclass(thing) or word in ("format", "options"), word


def test_stub():
    stub = os.path.join(os.path.dirname(ulpfield.__file__), "__init__.pyi")
    if not os.path.exists(stub):
        pytest.skip("no stub in a build with sanitizers")
    with open(stub, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    defined = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            defined[node.name] = node
    assert set(ulpfield.__all__) - {"studies"} <= set(defined)
    for name in set(ulpfield.__all__) - {"studies"} - plain:
        thing, node = getattr(ulpfield, name), defined[name]
        if inspect.isfunction(thing) and not node.decorator_list:
            arguments = node.args
            words = [a.arg for a in arguments.args + arguments.kwonlyargs] + ([arguments.kwarg.arg] if arguments.kwarg else [])
            assert words == list(inspect.signature(thing).parameters)
