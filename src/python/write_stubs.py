"""Writes the module's stub: ulpfield.pyi, then a function for every study, from the option tables of the built module.

    write_stubs.py FOLDER-OF-PACKAGE ulpfield.pyi OUTPUT
"""

import inspect
import sys

folder, head, output = sys.argv[1:]
sys.path.insert(0, folder)
import ulpfield  # noqa: E402

with open(head, encoding="utf-8") as file:
    text = file.read()
for name in ulpfield.studies:
    words = inspect.signature(getattr(ulpfield, name)).parameters
    text += f"\ndef {name}(\n    *,\n" + "".join(f"    {word}: Value = None,\n" for word in words) + ") -> Result: ...\n"
with open(output, "w", encoding="utf-8") as file:
    file.write(text)
