"""Pictures of a study drawn by Matplotlib: curves, maps of values, maps of categories; any other one is gnuplot's."""

import io
import math

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

_dashes = ["-", (0, (5, 2)), (0, (1, 1)), (0, (5, 2, 1, 2)), (0, (7, 2, 1, 1, 1, 2)), (0, (3, 1)), (0, (8, 3)), (0, (2, 2))]
_points = "os^vDP*X"


def draw(drawing):
    """A matplotlib.figure.Figure of the drawing; its caption is the figure's `caption`."""
    chart = drawing.chart()
    size = (drawing.width / 100, drawing.height / 100)
    figure = Figure(figsize=size, layout="constrained")
    if chart is None:
        _picture(figure, drawing.png())
    else:
        {"lines": _lines, "values": _values, "categories": _categories}[chart["kind"]](figure, chart)
    return figure


def _picture(figure, png):
    from matplotlib.image import imread

    axes = figure.subplots()
    axes.imshow(imread(io.BytesIO(png)))
    axes.set_axis_off()


def _number(text):
    try:
        number = float(text)
    except ValueError:
        return math.nan
    return number if math.isfinite(number) else math.nan


def _scale(axis, axes, which):
    getattr(axes, f"set_{which}label")(axis["label"])
    if axis["scale"] == "log":
        getattr(axes, f"set_{which}scale")("log")
    elif axis["scale"] == "from zero":
        getattr(axes, f"set_{which}scale")("function", functions=(lambda v: np.log1p(np.maximum(v, 0)), np.expm1))
    limits = {}
    if axis["least"] is not None:
        limits["left" if which == "x" else "bottom"] = axis["least"]
    if axis["most"] is not None:
        limits["right" if which == "x" else "top"] = axis["most"]
    if limits:
        getattr(axes, f"set_{which}lim")(**limits)


def _curve(axes, series):
    points = np.array([[_number(text) for text in point] for point in series["points"]], dtype=float).reshape(-1, 4)
    x, y, lower, upper = points.T
    look = series["look"]
    words = {
        "color": series["colour"],
        "linestyle": "none" if look in ("points", "bare intervals") else _dashes[series["dash"] % len(_dashes)],
        "marker": "" if look in ("line", "shape") else _points[series["point"] % len(_points)],
        "linewidth": series["width"],
        "markersize": 5,
        "label": series["title"] or "_nolegend_",
    }
    if look in ("intervals", "bare intervals") and len(x):
        ends = np.nan_to_num(np.maximum(np.vstack([y - lower, upper - y]), 0))
        axes.errorbar(x, y, yerr=ends, capsize=2, **words)
    else:
        axes.plot(x, y, **words)


def _lines(figure, chart):
    panels = chart["panels"]
    for axes, panel in zip(figure.subplots(len(panels), 1, squeeze=False)[:, 0], panels):
        for series in panel["series"]:
            _curve(axes, series)
        for mark in panel["marks"]:
            axes.axvline(mark["x"], color=mark["colour"], linestyle=_dashes[mark["dash"] % len(_dashes)], linewidth=1)
            if mark["label"]:
                at = {"y": 0.98, "va": "top", "rotation": 90} if mark["upright"] else {"y": 0.02, "va": "bottom", "rotation": 0}
                axes.text(mark["x"], s=mark["label"], transform=axes.get_xaxis_transform(), fontsize="small", **at)
        _scale(panel["x"], axes, "x")
        _scale(panel["y"], axes, "y")
        axes.set_title(panel["title"], fontsize="medium")
        axes.grid(True, alpha=0.3)
        if any(series["title"] for series in panel["series"]):
            axes.legend(title=chart["key_title"] or None, fontsize="small", loc="upper left", bbox_to_anchor=(1.01, 1))
    if chart["title"]:
        figure.suptitle(chart["title"])


def _labelled(axes, x_values, y_values, boxes):
    axes.set_xticks(range(len(x_values)), x_values, rotation=90 if max(map(len, x_values), default=0) > 4 else 0)
    axes.set_yticks(range(len(y_values)), y_values)
    for row, line in enumerate(boxes):
        for column, (value, mark) in enumerate(line):
            if mark:
                axes.text(column, row, mark, ha="center", va="center")


def _categories(figure, chart):
    axes = figure.subplots()
    names = [name for name, _ in chart["categories"]]
    colours = [colour for _, colour in chart["categories"]]
    codes = np.array([[box[0] for box in line] for line in chart["boxes"]], dtype=float).reshape(len(chart["boxes"]), -1)
    if codes.size:
        shown = np.ma.masked_less(codes, 0)
        axes.imshow(shown, cmap=ListedColormap(colours), vmin=-0.5, vmax=len(colours) - 0.5, aspect="auto", interpolation="nearest")
    _labelled(axes, chart["x_values"], chart["y_values"], chart["boxes"])
    axes.set(title=chart["title"], xlabel=chart["x_label"], ylabel=chart["y_label"])
    handles = [Patch(color=colour, label=name) for name, colour in zip(names, colours)]
    handles += [Patch(visible=False, label=note) for note in chart["notes"]]
    axes.legend(handles=handles, fontsize="small", loc="upper left", bbox_to_anchor=(1.01, 1))


def _values(figure, chart):
    maps = chart["maps"]
    columns = max(1, min(chart["columns"], len(maps)))
    grid = figure.subplots(-(-len(maps) // columns), columns, squeeze=False)
    image = None
    for axes, part in zip(grid.flat, maps):
        values = np.array([[math.nan if box[0] is None else box[0] for box in line] for line in part["boxes"]], dtype=float)
        axes.set_facecolor("#bbbbbb")
        image = axes.imshow(values.reshape(len(part["y_values"]), -1), origin="lower", aspect="auto", interpolation="nearest",
                            vmin=chart["least"], vmax=chart["most"])  # fmt: skip
        _labelled(axes, [f"{v:.6g}" for v in part["x_values"]], [f"{v:.6g}" for v in part["y_values"]], part["boxes"])
        axes.set(title=part["title"], xlabel=part["x_label"], ylabel=part["y_label"])
    for axes in grid.flat[len(maps) :]:
        axes.set_axis_off()
    if image is not None:
        figure.colorbar(image, ax=grid, label=chart["value_label"])
    figure.suptitle("\n".join([chart["title"], *chart["notes"]]))
