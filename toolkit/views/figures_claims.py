"""图：文与表的对照。

Figures that set text and tables side by side: where the requests of one report went, what a rounded figure of the text can stand
for, and the verdicts and findings of many reports. Each takes the axes to draw on, or makes them, and returns them; every colour
comes with a word, a number or a shape. `figures` has the others, and `cjk_font`, which makes a Chinese font the default:
no label names a font here, so that matplotlib can take a sign such as ✗ from its own font.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from toolkit.checking.catalogue import rules
from toolkit.model import Claim, Report
from toolkit.views import words
from toolkit.views.figures import VERDICT_COLOUR, cjk_font
from toolkit.views.printable import excerpt, figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# The rows of the requests table between what came in and what was carried out, in printed order, and a colour for each (Okabe-Ito).
OUTCOMES = {
    "granted": ("予以公开", "#009E73"),
    "partly_granted": ("部分公开", "#56B4E9"),
    "refused": ("不予公开", "#D55E00"),
    "not_available": ("无法提供", "#E69F00"),
    "not_processed": ("不予处理", "#CC79A7"),
    "other": ("其他处理", "#F0E442"),
}
_LONGEST_NAME = 32  # characters of a report's name beside or above a figure
_DIGIT = 0.0125  # share of the longest bar that a digit takes: a slice holds its number where there is room for it,
_NAMED = 0.13  # and has its name above it from this share on; the legend has every name and number
_DARK = {"#0072B2", "#009E73", "#D55E00", "#555555"}  # on these a number is white
# What one printed unit is in the unit of the table, where the two differ.
_AMOUNT = {"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)}
_OUTSIDE = 0.35  # how far beyond the band a value is drawn that lies outside it, in widths of the band


def where_requests_went(report: Report, column: str = "total", ax: Axes | None = None) -> Axes:
    """申请从哪来、到哪去：收到、各行、总计三条。

    Three bars of one `column` of the requests table that must be equally long: what came in (received + carried in), the outcome
    rows added up with what was carried out, and the printed total with what was carried out. A cell without a number is not drawn,
    and named under the figure.
    """
    from matplotlib.ticker import MaxNLocator

    cjk_font()
    ax = ax or _axes(8, 3.4)
    cells = {cell.row: cell for cell in report.cells if cell.table == "requests" and cell.column == column}
    came = [("received", "本年新收", "#0072B2"), ("carried_in", "上年结转", "#9ecae1")]
    out = ("carried_out", "结转下年", "#999999")
    groups = [(key, *OUTCOMES[_group(key)]) for key in cells if _group(key) in OUTCOMES]
    bars = {
        "收到\nreceived": came,
        "各行之和\nrows added up": [*groups, out],
        "印出的总计\nprinted total": [("concluded", "办理结果总计", "#555555"), out],
    }
    amounts = {key: cell.value for key, cell in cells.items() if cell.value is not None}
    lengths = [float(sum(amounts.get(key, Decimal(0)) for key, *_ in bar)) for bar in bars.values()]
    longest = max(*lengths, 1.0)
    named: set[str] = set()
    for height, (bar, length) in enumerate(zip(bars.values(), lengths, strict=True)):
        at = 0.0
        for label, colour, value in _slices(bar, amounts):
            # matplotlib leaves names that begin with _ out of the legend: each name is there once.
            name = f"_{label}" if label in named else f"{label} {value:g}"
            ax.barh(height, value, left=at, color=colour, edgecolor="white", height=0.55, label=name)
            named.add(label)
            if value >= _DIGIT * (len(f"{value:.12g}") + 1) * longest:
                ink = "white" if colour in _DARK else "black"
                ax.text(at + value / 2, height, f"{value:.12g}", ha="center", va="center", color=ink, fontsize=9)
            if value >= _NAMED * longest:
                ax.text(at + value / 2, height - 0.3, label, ha="center", va="bottom", fontsize=9)
            at += value
        ax.annotate(f"{length:.12g}", (length, height), (7, 0), textcoords="offset points", va="center", fontsize=11)
    if named:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=5, frameon=False, fontsize=9)
    ax.set_yticks(range(len(bars)), [*bars])
    ax.set_ylim(len(bars) - 0.6, -0.75)
    ax.set_xlim(0, longest * 1.1)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    missing = [f"{key}：{words.STATUS[cell.status][0]}" for key, cell in cells.items() if cell.value is None]
    ax.set_xlabel("；".join(["件 requests", *missing[:4]]))
    _plain(ax)
    return ax


def _group(row: str) -> str:
    """The outcome a row of the table belongs to: refused.state_secret -> refused, the other_… rows of either form -> other."""
    first = row.split(".", 1)[0]
    return "other" if first.startswith("other") else first


def _slices(bar: Sequence[tuple[str, str, str]], amounts: dict[str, Decimal]) -> list[tuple[str, str, float]]:
    """Neighbouring rows of one outcome are one slice."""
    out: dict[tuple[str, str], float] = {}
    for key, label, colour in bar:
        out[label, colour] = out.get((label, colour), 0.0) + float(amounts.get(key, Decimal(0)))
    return [(label, colour, value) for (label, colour), value in out.items() if value > 0]


def what_a_figure_can_stand_for(claims: Sequence[Claim], ax: Axes | None = None) -> Axes:
    """印出的数是一个区间：表中的数落在其中吗？

    One row for each of the `claims` that is rounded, truncated or approximate and has a figure in the table: the band is all that
    the printed figure can stand for, the same width for all, with its ends beside it; the point is the figure of the table, or the
    one computed from it. A point beyond the band is drawn right outside it.
    """
    cjk_font()
    chosen = [claim for claim in claims if claim.table_value is not None and claim.quantity.low < claim.quantity.high]
    ax = ax or _axes(8.5, 0.42 * max(3, len(chosen)) + 1)
    for height, claim in enumerate(chosen):
        low, high, value = _band(claim)
        colour = VERDICT_COLOUR[claim.verdict]
        ax.barh(height, 1, color=colour, alpha=0.22, height=0.6)
        # The table's share is kept to two decimals, which can put a figure that agrees a hair outside the band.
        margin = 0 if claim.verdict == "consistent" else _OUTSIDE
        place = min(1 + margin, max(-margin, float((value - low) / (high - low))))
        ax.plot(place, height, "o" if 0 <= place <= 1 else "X", color=colour, markersize=8)
        ax.text(0, height, f"{_short(low)} ", ha="right", va="center", fontsize=8, color="#555555")
        ax.text(1, height, f" {_short(high)}", ha="left", va="center", fontsize=8, color="#555555")
        text = f"{words.VERDICT_SYMBOL[claim.verdict]} {words.VERDICT[claim.verdict][0]}  {_short(value)}"
        ax.text(1.62, height, text, va="center", color=colour, fontsize=9)
    names = [f"{excerpt(claim.quote, 18)}" for claim in chosen]
    ax.set_yticks(range(len(chosen)), names, fontsize=9)
    ax.set_ylim(max(1, len(chosen)) - 0.5, -0.5)
    ax.set_xlim(-0.6, 2.4)
    ax.set_xticks([])
    ax.set_title(
        "色带：文中的数可能代表的范围  ●：表中的数\nband: what the text can stand for, point: the table",
        fontsize=10,
        linespacing=1.5,
    )
    _plain(ax)
    ax.spines["bottom"].set_visible(False)
    return ax


def _band(claim: Claim) -> tuple[Decimal, Decimal, Decimal]:
    """The interval of a claim and what the table says, in the unit of the table."""
    factor = _AMOUNT.get(claim.quantity.unit, Decimal(1)) if claim.kind == "count" else Decimal(1)
    return claim.quantity.low * factor, claim.quantity.high * factor, claim.table_value or Decimal(0)


def _short(value: Decimal) -> str:
    """Two decimals are enough beside a band; the upper end of a truncated 47.36 is 47.3699…"""
    return figure(value.quantize(Decimal("0.01")).normalize())


def verdicts_by_report(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """各报告的主张按核对结果分。

    Stacked bars, one per row of `table` (a report), from its columns of verdicts: counts of claims. The legend gives each verdict's
    name in both languages; the number stands in every slice that has room for it.
    """
    cjk_font()
    ax = ax or _axes(9, 0.36 * max(3, len(table)) + 1.3)
    left = [0.0] * len(table)
    widest = float(max([1, *table.sum(axis="columns")]))
    for verdict in (name for name in VERDICT_COLOUR if name in table.columns):
        values = [float(value) for value in table[verdict]]
        label = f"{words.VERDICT_SYMBOL[verdict]} {' '.join(words.VERDICT[verdict])}"
        bars = ax.barh(
            range(len(table)), values, left=left, color=VERDICT_COLOUR[verdict], edgecolor="white", label=label
        )
        room = 0.018 * widest
        ax.bar_label(
            bars, [f"{value:.12g}" if value >= room else "" for value in values], label_type="center", fontsize=8
        )
        left = [start + value for start, value in zip(left, values, strict=True)]
    ax.set_yticks(range(len(table)), [excerpt(str(name), _LONGEST_NAME) for name in table.index], fontsize=9)
    ax.set_ylim(max(1, len(table)) - 0.5, -0.5)
    ax.set_xlabel("主张数 claims")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, frameon=False, columnspacing=1.2)
    _plain(ax)
    return ax


def rules_by_report(table: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """哪份报告触发了哪条规则。

    A grid of rules (rows of `table`, labelled with their Chinese names) and reports (its columns): the number of findings, on a darker
    ground the more there are; an empty square where there is none.
    """
    cjk_font()
    ax = ax or _axes(0.48 * max(4, len(table.columns)) + 3.6, 0.36 * max(3, len(table)) + 1.8)
    values = table.to_numpy(dtype=float)
    most = max([1.0, *values.ravel()])
    # 1.6: black can still be read on the darkest square.
    if values.size:
        ax.imshow(values, cmap="Oranges", vmin=0, vmax=1.6 * most, aspect="auto")
    for y, row in enumerate(values):
        for x, value in enumerate(row):
            if value:
                ax.text(x, y, f"{value:.12g}", ha="center", va="center", fontsize=9)
    names = [excerpt(str(name), _LONGEST_NAME) for name in table.columns]
    ax.set_xticks(range(len(names)), names, rotation=40, ha="left", rotation_mode="anchor", fontsize=9)
    ax.xaxis.tick_top()
    known = rules()
    labels = [f"{known[name]['zh']}  {name}" if name in known else str(name) for name in table.index]
    ax.set_yticks(range(len(labels)), labels, fontsize=9)
    ax.set_ylim(max(1, len(labels)) - 0.5, -0.5)
    ax.set_xticks([x - 0.5 for x in range(len(names) + 1)], minor=True)
    ax.set_yticks([y - 0.5 for y in range(len(labels) + 1)], minor=True)
    ax.grid(which="minor", color="#cccccc", linewidth=0.8)
    ax.tick_params(which="both", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax


def _axes(width: float, height: float) -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(width, height), layout="constrained")
    return ax


def _plain(ax: Axes) -> None:
    for name in ("top", "right", "left"):
        ax.spines[name].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#8a8a8a", alpha=0.25, linewidth=0.8)
    ax.set_axisbelow(True)
