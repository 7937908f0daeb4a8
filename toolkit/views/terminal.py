"""终端里的摘要。

The summary in the terminal: what was read, where every cell and number ended, and each finding as one sentence with both its
sides. Colour only where the output is a terminal; the symbols and words say the same without it.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from toolkit.model import Finding, Report, Side
from toolkit.views import words
from toolkit.views.printable import excerpt, figure, file_name, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_VERDICT_STYLE = {
    "consistent": "green",
    "inconsistent": "bold red",
    "not_comparable": "yellow",
    "no_counterpart": "blue",
    "unreadable": "magenta",
}
_NOT_FIRST = "，。、；：！？）》”’％,.;:!?)]%"  # no line begins with one of these
_NOT_LAST = "（《“‘([▲◆●"
_IN_WORD = re.compile(r"[!-~]")
_LONGEST_WORD = 40  # characters: a longer run without a space is a path or an attack, and is cut where the line ends
_SEVERITY_STYLE = {"error": "bold red", "warning": "yellow", "note": "blue"}


def console(file: IO[str]) -> Console:
    """写到某处的控制台；不是终端时不带颜色, 也不折行。 A console over a stream: no colour and no wrapping unless it is a terminal."""
    from rich.console import Console

    class Unbroken(Console):
        """Rich would end the process when a pipe closes early; the caller decides that."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Unbroken(file=file, highlight=False, markup=False, emoji=False, soft_wrap=not file.isatty())


def print_summary(out: Console, report: Report, lang: str = "zh") -> None:
    """一份报告的完整摘要。 The whole summary of one report: metadata, coverage, claims by verdict, findings."""
    from rich.text import Text

    say = _Say(lang)
    out.print(Text(_title(report), style="bold"))
    _print(out, Text("  " + " · ".join(_about(report, say)), style="dim"), 2)
    for line in (_cells(report, say), _numbers(report, say), _claims(report, say)):
        _print(out, Text("  ").append_text(line), 10)
    for zh, en in report.document.notes:
        _print(out, Text(f"  {say('读取', 'reading')}: {visible(say(zh, en))}", style="dim"), 4)
    out.print()
    if not report.findings:
        out.print(Text(f"  {say('没有发现不一致之处。', 'No disagreement was found.')}"))
    for finding in report.findings:
        _print(out, _sentence(finding, say, "  "), 6)
        _print(out, _sides(finding, say, "      "), 8)


def print_brief(out: Console, report: Report, lang: str = "zh") -> None:
    """文件夹里的一份报告：一行, 加上各项核对结果。 One report among many: one line, and one for each finding."""
    from rich.text import Text

    say = _Say(lang)
    statuses = words.status_counts(report)
    line = Text(file_name(report.document.file), style="bold")
    line.append("  " + " · ".join(_about(report, say)[:4]), style="default not bold")
    counts = (
        f"  {statuses['given']}/{len(report.cells)} {say('格', 'cells')}, "
        f"{len(report.claims)} {say('处主张', 'claims')}, {len(report.findings)} {say('项核对结果', 'findings')}"
    )
    line.append(counts, style="dim not bold")
    for severity, count in words.severity_counts(report).items():
        if count:
            line.append(f" {words.SEVERITY_SYMBOL[severity]}{count}", style=_SEVERITY_STYLE[severity])
    _print(out, line, 4)
    for finding in report.findings:
        _print(out, _sentence(finding, say, "    ").append_text(_rule(finding)), 8)


def _print(out: Console, line: Text, indent: int) -> None:
    """Print a line; on a terminal it is folded to the width, with what follows indented."""
    from rich.cells import cell_len
    from rich.text import Text

    if out.soft_wrap:
        out.print(line)
        return
    plain = line.plain
    cuts: list[int] = []
    width, used, at, space = max(out.width, 3 * indent), 0, 0, 0
    while at < len(plain):
        if plain[at] == " ":
            space = at + 1
        used += cell_len(plain[at])
        if used > width and plain[at] != " ":
            cut = _cut(plain, at, space, cuts[-1] if cuts else indent)
            cuts.append(cut)
            used, at = indent, cut
            continue
        at += 1
    first, *rest = line.divide(cuts) if cuts else [line]
    for piece in (first, *(Text(" " * indent).append_text(one) for one in rest)):
        piece.rstrip()
        out.print(piece, soft_wrap=True)


def _cut(plain: str, at: int, space: int, after: int) -> int:
    """Where to fold before `at`: between Chinese characters anywhere, in Latin words only at a space, never before punctuation."""
    cut = at
    while cut > after + 1 and (plain[cut] in _NOT_FIRST or plain[cut - 1] in _NOT_LAST):
        cut -= 1
    inside = _IN_WORD.match(plain[cut]) and _IN_WORD.match(plain[cut - 1])
    if inside and after < space < cut and at - space < _LONGEST_WORD:
        return space
    return cut


def _title(report: Report) -> str:
    title = report.value("title")
    return visible(title) if title else file_name(report.document.file)


class _Say:
    """Picks one of two languages."""

    def __init__(self, lang: str) -> None:
        self.index = 0 if lang == "zh" else 1

    def __call__(self, zh: str, en: str) -> str:
        return (zh, en)[self.index]

    def name(self, names: dict[str, words.Pair], key: str | None) -> str:
        return visible(words.pair(names, key)[self.index])


def _about(report: Report, say: _Say) -> list[str]:
    year = report.year
    return [
        visible(report.value("issuer") or say("发布机关未知", "issuer unknown")),
        say.name(words.LEVEL, report.level),
        say("年度未知", "year unknown") if year is None else f"{year}",
        say.name(words.FORM, report.form),
        visible(report.document.format),
        visible(report.document.encoding),
    ]


def _cells(report: Report, say: _Say) -> Text:
    from rich.text import Text

    counts = words.status_counts(report)
    line = Text(f"{say('表格', 'Tables')}  {len(report.cells)} {say('格', 'cells')}: ")
    line.append(", ".join(f"{count} {say.name(words.STATUS, status)}" for status, count in counts.items()))
    if report.extensions:
        line.append(f"; {len(report.extensions)} {say('项在格式以外', 'outside the form')}")
    return line


def _numbers(report: Report, say: _Say) -> Text:
    from rich.text import Text

    counts = words.number_counts(report)
    line = Text(f"{say('数字', 'Numbers')} {len(report.numbers)} {say('个', 'in the narrative')}: ")
    shown = {kind: count for kind, count in counts.items() if count or kind == "unclassified"}
    return line.append(", ".join(f"{count} {say.name(words.NUMBER_KIND, kind)}" for kind, count in shown.items()))


def _claims(report: Report, say: _Say) -> Text:
    from rich.text import Text

    line = Text(f"{say('主张', 'Claims')}  {len(report.claims)} {say('处', 'in all')}:")
    for verdict, count in words.verdict_counts(report).items():
        style = _VERDICT_STYLE[verdict] if count else "dim"
        line.append(f"  {words.VERDICT_SYMBOL[verdict]} {count} {say.name(words.VERDICT, verdict)}", style=style)
    return line


def _sentence(finding: Finding, say: _Say, indent: str) -> Text:
    from rich.text import Text

    word = f"{words.SEVERITY_SYMBOL[finding.severity]} {say.name(words.SEVERITY, finding.severity)}"
    line = Text(indent).append(word, style=_SEVERITY_STYLE[finding.severity])
    message = " ".join(
        visible(say(finding.message_zh, finding.message_en)).split("\n")
    )  # no line that a report could forge
    return line.append(f"  {message}")


def _sides(finding: Finding, say: _Say, indent: str) -> Text:
    from rich.text import Text

    def side(one: Side) -> str:
        return f"{visible(say(one.label_zh, one.label_en))} {figure(one.value) or '—'}".strip()

    if finding.left.value is None and finding.right.value is None:
        return Text(indent[:-2]).append_text(_rule(finding))
    sign = "≠" if finding.verdict == "inconsistent" else words.VERDICT_SYMBOL[finding.verdict]
    line = Text(f"{indent}{side(finding.left)} {sign} {side(finding.right)}")
    if finding.difference is not None:
        line.append(f" ({say('差', 'difference')} {figure(finding.difference)})")
    if finding.verdict != "inconsistent":
        line.append(f" · {say.name(words.VERDICT, finding.verdict)}")
    return line.append_text(_rule(finding))


def _rule(finding: Finding) -> Text:
    from rich.text import Text

    return Text(f"  [{finding.rule} · {excerpt(finding.where, 40)}]", style="dim")
