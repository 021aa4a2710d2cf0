"""How far a run has come: tqdm where it is, else the program's line, on standard error."""

import sys
import time


class Progress:
    """Called with (cells done, cells, the program's line of text); ``when`` as the option --progress has it."""

    def __init__(self, when, name):
        self._name = name
        self._always = when == "always"
        self._bar = None
        self._open = False
        self._begun = self._last = time.monotonic()
        self._tqdm = None
        self._terminal = bool(getattr(sys.stderr, "isatty", lambda: False)()) or "ipykernel" in sys.modules
        if self._always or self._terminal:
            try:
                from tqdm.auto import tqdm
            except Exception:  # missing, or without what it needs
                tqdm = None
            self._tqdm = tqdm

    def __call__(self, done, cells, line):
        now = time.monotonic()
        if self._tqdm is not None:
            if self._bar is None:
                if now - self._begun < 0.5 and not self._always:
                    return
                self._bar = self._tqdm(total=cells, desc=self._name, unit="cell", leave=self._always)
            self._bar.update(done - self._bar.n)
            return
        if now - self._last < (0.2 if self._terminal else 5 if self._always else 30):
            return
        self._last = now
        self._open = self._terminal
        print(f"\r{line}\033[K" if self._terminal else f"ulpfield: {line}", end="" if self._terminal else "\n", file=sys.stderr, flush=True)

    def close(self):
        if self._bar is not None:
            self._bar.close()
        elif self._open:
            print(file=sys.stderr)


def shown(when, name):
    """The callable for a run, or None."""
    return None if when == "never" else Progress(when, name)
