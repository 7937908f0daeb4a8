"""图：中文字体, 以及几幅图。

Figures with Chinese labels that are really drawn. `cjk_font` finds a Chinese font on the system or in the optional package
`pylopdf-fonts-zh-cn`; where there is none it says so in one sentence, and no figure is drawn with empty boxes for characters.
Each figure takes the axes to draw on, or makes them, and returns them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from toolkit.errors import OgiError
from toolkit.model import Cell, Claim, Report
from toolkit.views import words
from toolkit.views.printable import excerpt, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

# Simplified first, sans before serif; a Japanese, Korean or Traditional face of the same family still has every character.
FAMILIES = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC", "PingFang SC", "Microsoft YaHei",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Heiti SC", "Hiragino Sans GB", "SimHei", "Noto Serif CJK SC",
    "Source Han Serif SC", "Noto Serif SC", "Songti SC", "STSong", "SimSun", "KaiTi", "FangSong", "Arial Unicode MS",
)  # fmt: skip
LAST_RESORT = ("Noto Sans CJK JP", "Noto Sans CJK TC", "Noto Sans CJK HK", "Noto Sans CJK KR", "Droid Sans Fallback")
VERDICT_COLOUR = {  # Okabe-Ito, told apart by readers with any colour vision; a symbol goes with each
    "consistent": "#009E73",
    "inconsistent": "#D55E00",
    "not_comparable": "#E69F00",
    "no_counterpart": "#56B4E9",
    "unreadable": "#CC79A7",
}
_GREY = "#8a8a8a"
_LABEL_LENGTH = 16  # characters of a row's label beside an axis


class FontError(OgiError):
    """没有可用的中文字体。 There is no font with Chinese characters."""


def cjk_font() -> FontProperties:
    """找到中文字体, 并设为 matplotlib 的默认字体。

    Find a font with Chinese characters, make it the default family of matplotlib, and return it. Fonts of the system come first,
    then those of the package `pylopdf-fonts-zh-cn`. Raises `FontError` where there is neither.
    """
    import matplotlib
    from matplotlib.font_manager import FontProperties

    family = _installed(FAMILIES) or _packaged() or _installed(LAST_RESORT)
    if family is None:
        zh = "没有找到中文字体, 图中的汉字画不出来；请安装 fonts-noto-cjk, 或 pip install pylopdf-fonts-zh-cn。"
        en = "no font with Chinese characters was found; install fonts-noto-cjk or pip install pylopdf-fonts-zh-cn."
        raise FontError("no_font", "matplotlib", zh, en)
    others = [name for name in matplotlib.rcParams["font.family"] if name != family]
    matplotlib.rcParams["font.family"] = [family, *others]
    matplotlib.rcParams["axes.unicode_minus"] = False  # many Chinese fonts lack U+2212
    return FontProperties(family=family)


def _installed(families: Iterable[str]) -> str | None:
    from matplotlib.font_manager import fontManager

    known = {entry.name for entry in fontManager.ttflist}
    return next((family for family in families if family in known), None)


def _packaged() -> str | None:
    from matplotlib.font_manager import FontProperties, fontManager

    try:
        path = import_module("pylopdf_fonts_zh_cn").sans_path()
    except ImportError:
        return None
    if not path.is_file():
        return None
    fontManager.addfont(path)
    return FontProperties(fname=path).get_name()


def claims_against_tables(report: Report, measure: str = "requests", ax: Axes | None = None) -> Axes:
    """文中的数与表中的数, 一行一对。

    The figures of the text beside those of the tables: for every claim with a number in the table whose cells begin with
    `measure`, a hollow point (text), a filled point (table), a line between them where they differ, and the verdict's symbol.
    Shares and changes are left out, since they are no counts.
    """
    font = cjk_font()
    ax = ax or _axes()
    chosen = [
        claim
        for claim in report.claims
        if claim.table_value is not None
        and claim.kind in ("count", "zero", "universal")
        and any(path.startswith(measure) for path in claim.cells)
    ]
    labels = _row_labels(report)
    for height, claim in enumerate(chosen):
        _pair(ax, height, claim, font)
    ax.set_yticks(range(len(chosen)), [_name(claim, labels) for claim in chosen], fontproperties=font)
    ax.set_ylim(max(1, len(chosen)) - 0.5, -0.5)
    ax.margins(x=0.22)
    ax.set_xlabel("件", fontproperties=font)
    ax.set_title("文中的数(○)与表中的数(●)", fontproperties=font)
    if not chosen:
        ax.text(0.5, 0.5, "没有可与表格对照的主张", transform=ax.transAxes, ha="center", fontproperties=font)
    _plain(ax)
    return ax


def _pair(ax: Axes, height: int, claim: Claim, font: FontProperties) -> None:
    stated, printed = float(claim.quantity.value), float(claim.table_value or 0)
    colour = VERDICT_COLOUR[claim.verdict]
    ax.plot([stated, printed], [height, height], color=colour, linewidth=2, zorder=1)
    ax.plot(printed, height, "o", color=colour, markersize=6, zorder=2)
    ax.plot(
        stated,
        height,
        "o",
        markerfacecolor="none",
        markeredgecolor=colour,
        markersize=11,
        markeredgewidth=1.6,
        zorder=3,
    )
    verdict = words.VERDICT[claim.verdict][0]
    text = figure(claim.quantity.value)
    if claim.quantity.value != claim.table_value:
        text += f" / {figure(claim.table_value)}"
    ax.annotate(
        f"{text}  {verdict}", (max(stated, printed), height), (11, 0), textcoords="offset points", va="center", color=colour,
        fontproperties=font,
    )  # fmt: skip


def _name(claim: Claim, labels: Mapping[str, str]) -> str:
    names = [labels.get(path, path) for path in claim.cells]
    return excerpt(" + ".join(dict.fromkeys(names)), _LABEL_LENGTH)


def _row_labels(report: Report) -> dict[str, str]:
    return {path: row.label for table in report.tables for row in table.rows for path in row.cells}


def balance(report: Report, column: str = "total", ax: Axes | None = None) -> Axes:
    """勾稽关系“新收+结转=办结+结转下年”的图。

    The balance printed on the form itself, as two bars: received + carried in, and concluded + carried out, in one `column` of the
    table of requests. A cell without a number is named under its bar and not drawn.
    """
    font = cjk_font()
    ax = ax or _axes(height=2.6)
    cells = {cell.path: cell for cell in report.cells}
    sides = (
        (("received", "本年新收", "#0072B2"), ("carried_in", "上年结转", "#56B4E9")),
        (("concluded", "办理结果总计", "#009E73"), ("carried_out", "结转下年", "#E69F00")),
    )
    totals = []
    missing = []
    for height, side in enumerate(sides):
        at = 0.0
        for row, label, colour in side:
            cell = cells.get(f"requests.{row}.{column}")
            if cell is None or cell.value is None:
                missing.append(f"{label}：{_status(cell)}")
                continue
            width = float(cell.value)
            ax.barh(height, width, left=at, color=colour, edgecolor="white")
            if width:
                ax.text(
                    at + width / 2,
                    height - 0.44,
                    f"{label} {figure(cell.value)}",
                    ha="center",
                    va="bottom",
                    fontproperties=font,
                )
            at += width
        totals.append(at)
        ax.annotate(f"{at:g}", (at, height), (6, 0), textcoords="offset points", va="center", fontproperties=font)
    ax.set_yticks([0, 1], ["收到", "去向"], fontproperties=font)
    ax.invert_yaxis()
    ax.margins(x=0.08)
    if missing:
        ax.set_title("缺少数字, 不能核对", fontproperties=font)
        ax.set_xlabel("；".join(missing), fontproperties=font)
    else:
        ax.set_title(f"新收 + 结转 {'=' if totals[0] == totals[1] else '≠'} 办结 + 结转下年", fontproperties=font)
    _plain(ax)
    return ax


def _status(cell: Cell | None) -> str:
    return words.STATUS["absent" if cell is None else cell.status][0]


def words_per_part(counts: Mapping[str, int], ax: Axes | None = None) -> Axes:
    """各部分的词数。

    Words per part as horizontal bars, in the order given: `counts` maps the heading of a part to its number of words.
    """
    font = cjk_font()
    ax = ax or _axes(height=0.5 * max(2, len(counts)) + 1)
    heights = range(len(counts))
    bars = ax.barh(heights, [*counts.values()], color="#0072B2")
    ax.bar_label(bars, padding=4, fontproperties=font)
    ax.set_yticks(heights, [excerpt(label, _LABEL_LENGTH) for label in counts], fontproperties=font)
    ax.invert_yaxis()
    ax.margins(x=0.1)
    ax.set_xlabel("词数", fontproperties=font)
    _plain(ax)
    return ax


def _axes(width: float = 8, height: float = 4.5) -> Axes:
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(width, height), layout="constrained")
    return ax


def _plain(ax: Axes) -> None:
    for name in ("top", "right", "left"):
        ax.spines[name].set_visible(False)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color=_GREY, alpha=0.25, linewidth=0.8)
    ax.set_axisbelow(True)
