"""Pictures of a study."""


class Figure:
    """A picture of a study: `name`, `caption`, and the picture itself.

    `svg()` and `png()` are drawn by gnuplot, which must be installed, as the program draws them; `matplotlib()` is a
    matplotlib.figure.Figure of it. A notebook shows the Matplotlib figure where Matplotlib is there, else the SVG.

    >>> import ulpfield
    >>> picture = ulpfield.compare(N=20, K=5, n="2:4", formats="fp16", trials=5).figures()[0]
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

    def save(self, path):
        """Writes it to `path`, which ends in .svg or .png."""
        import os

        name = os.fsdecode(path)
        if name.endswith(".svg"):
            content = self._drawing.svg()
        elif name.endswith(".png"):
            content = self._drawing.png()
        else:
            raise ValueError(f"path: {name!r} ends neither in .svg nor in .png")
        with open(path, "wb") as file:
            file.write(content)

    def __repr__(self):
        return f"<ulpfield.Figure {self.name}: {self.caption}>"

    def _repr_svg_(self):
        return self.svg()
