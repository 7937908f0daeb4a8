"""图：叙述文字说了些什么。

Figures of the narrative's words: the words of each part in panels side by side, and how many figures a part gives. Each returns
what it has drawn on; `figures` has the search for a Chinese font.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median
from typing import TYPE_CHECKING

from toolkit.views.figures import cjk_font
from toolkit.views.printable import excerpt

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLOURS = ("#0072B2", "#009E73", "#D55E00", "#CC79A7", "#E69F00", "#56B4E9", "#555555", "#8c6d31")


def words_in_panels(panels: Mapping[str, Mapping[str, float]], label: str = "", columns: int = 3) -> Figure:
    """各部分的词, 一部分一格。

    One panel for each of `panels` (its title, then word -> value), the words as horizontal bars in the order given, `label` under
    the axes saying what a bar measures. Each panel has its own scale. A panel without words says so.
    """
    import matplotlib.pyplot as plt
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    cjk_font()
    columns = max(1, min(columns, len(panels)))
    lines = max(1, -(-len(panels) // columns))
    longest = max([3, *map(len, panels.values())])
    figure, grid = plt.subplots(
        lines,
        columns,
        figsize=(3.3 * columns, lines * (0.27 * longest + 0.9)),
        squeeze=False,
        layout=ConstrainedLayoutEngine(h_pad=0.12),
    )
    for number, ax in enumerate(grid.flat):
        ax.set_visible(number < len(panels))
    for number, (ax, (title, values)) in enumerate(zip(grid.flat, panels.items(), strict=False)):
        bars = ax.barh(range(len(values)), [*values.values()], color=_COLOURS[number % len(_COLOURS)], height=0.7)
        ax.bar_label(bars, [f"{value:.3g}" for value in values.values()], padding=3, fontsize=8)
        ax.set_yticks(range(len(values)), [excerpt(word, 10) for word in values])
        ax.set_ylim(longest - 0.5, -0.5)
        ax.margins(x=0.18)
        ax.set_title(title, fontsize=11)
        if not values:
            ax.text(0.5, 0.5, "没有词 no words", transform=ax.transAxes, ha="center")
        _bare(ax)
    figure.supxlabel(label, fontsize=9)
    return figure


def figures_per_thousand(values: Mapping[str, Sequence[float]], ax: Axes | None = None) -> Axes:
    """每千字几个数：一点一份报告, 竖线是中位数。

    For each key of `values` (a part) its reports as points and their median as a line: figures per 1,000 characters. Points that
    would cover each other are set apart upwards and downwards in turn.
    """
    import matplotlib.pyplot as plt

    cjk_font()
    if ax is None:
        _, ax = plt.subplots(figsize=(8, 0.62 * max(3, len(values)) + 1), layout="constrained")
    for height, seen in enumerate(values.values()):
        if not seen:
            continue
        colour, middle = _COLOURS[height % len(_COLOURS)], median(seen)
        offsets = [height + 0.09 * (at % 5 - 2) for at in range(len(seen))]
        ax.plot(sorted(seen), offsets, "o", color=colour, alpha=0.55, markersize=6, markeredgewidth=0)
        ax.plot([middle, middle], [height - 0.36, height + 0.36], color=colour, linewidth=2.5)
        ax.annotate(
            f"{middle:.3g}", (middle, height - 0.36), (0, 1), textcoords="offset points", ha="center", fontsize=8
        )
    ax.set_yticks(range(len(values)), [*values])
    ax.set_ylim(max(1, len(values)) - 0.4, -0.7)
    ax.set_xlim(left=0)
    ax.set_xlabel("每千字的数量主张 figures per 1,000 characters")
    _bare(ax)
    ax.spines["bottom"].set_visible(True)
    ax.grid(axis="x", color="#8a8a8a", alpha=0.25, linewidth=0.8)
    ax.tick_params(axis="x", labelbottom=True)
    return ax


def _bare(ax: Axes) -> None:
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0, labelbottom=False)
    ax.set_axisbelow(True)
