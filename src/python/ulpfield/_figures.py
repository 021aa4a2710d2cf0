"""Pictures of a study."""

import os


def has_matplotlib():
    """True if Matplotlib can be imported."""
    try:
        import matplotlib.figure  # noqa: F401
    except ImportError:
        return False
    return True


class Figure:
    """A picture of a study: `name`, `caption`, and the picture itself, drawn by gnuplot, which must be installed.

    `svg()` and `png()` are the program's pictures, `save` writes one; `matplotlib()` is the same as a
    matplotlib.figure.Figure. A notebook shows the SVG.

    >>> import ulpfield
    >>> picture = ulpfield.compare(N=20, K=5, n="2:4", formats="fp16", trials=5).figures("svg")[0]
    >>> picture.name
    'compare-map-raw'
    """

    def __init__(self, drawing):
        self._drawing = drawing
        self.name = drawing.name
        self.caption = drawing.caption

    def svg(self):
        """The picture as SVG text."""
        return self._drawing.svg().decode("utf-8")

    def png(self):
        """The picture as PNG bytes."""
        return self._drawing.png()

    def matplotlib(self):
        """A matplotlib.figure.Figure, with `.name` and `.caption`. Curves and maps need no gnuplot."""
        from ._matplotlib import draw

        figure = draw(self._drawing)
        figure.name, figure.caption = self.name, self.caption
        return figure

    def save(self, path):
        """Writes it to `path`, which ends in .svg or .png."""
        name = os.fsdecode(path)
        if not name.endswith((".svg", ".png")):
            raise ValueError(f"path: {name!r} ends neither in .svg nor in .png")
        content = self._drawing.svg() if name.endswith(".svg") else self._drawing.png()
        with open(path, "wb") as file:
            file.write(content)

    def __repr__(self):
        return f"<ulpfield.Figure {self.name}: {self.caption}>"

    def _repr_svg_(self):
        return self.svg()
