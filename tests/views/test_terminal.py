"""The summary in the terminal."""

from __future__ import annotations

import io
import re

import pytest

from toolkit.model import Report
from toolkit.views import terminal


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(report: Report, lang: str = "zh", brief: bool = False, file: io.StringIO | None = None) -> str:
    file = file or io.StringIO()
    out = terminal.console(file)
    (terminal.print_brief if brief else terminal.print_summary)(out, report, lang)
    return file.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("brief", [True, False])
def test_every_finding_is_one_line_with_its_sentence(lang: str, brief: bool, report: Report) -> None:
    lines = shown(report, lang, brief).splitlines()
    for finding in report.findings:
        sentence = finding.message_zh if lang == "zh" else finding.message_en
        assert len([line for line in lines if sentence in line]) == 1


def test_both_sides_are_shown(report: Report) -> None:
    text = shown(report)
    assert "文中 4 ≠ 表中 5 (差 1)" in text
    assert "2023-01-10 ≠ 应为 2022-12-31" in text


def test_everything_is_counted(report: Report) -> None:
    text = shown(report, "en")
    assert "145 given, 19 blank, 21 absent, 1 unreadable; 2 outside the form" in text
    assert "✓ 12 consistent" in text
    assert "1 unclassified" in text


def test_no_colour_where_it_is_no_terminal(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b" not in shown(report)
    assert "\x1b[" in shown(report, file=Terminal())


def test_text_of_a_report_cannot_steer_the_terminal(report: Report) -> None:
    text = shown(report, file=Terminal())
    assert "\u202e" not in text
    assert set(re.findall("\x1b(.)", text)) <= {"["}
    assert "red" not in re.sub("\x1b\\[[0-9;]*m", "", text)


def test_a_report_with_nothing_in_it(nothing: Report) -> None:
    assert "No disagreement was found." in shown(nothing, "en")
    assert "empty.txt" in shown(nothing, "en", brief=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("brief", [True, False])
def test_a_terminal_of_80_columns_is_readable(
    lang: str, brief: bool, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    text = re.sub("\x1b\\[[0-9;]*m", "", shown(report, lang, brief, Terminal()))
    lines = text.splitlines()
    assert max(map(cell_len, lines)) <= 80
    for line in lines:
        assert line.strip() not in ("▲ 不符", "▲ mismatch", "◆ 存疑", "◆ doubtful")  # a word alone on its line
        assert not line.lstrip().startswith(("，", "。", "；", "）", "”"))
    plain = shown(report, lang, brief)
    assert "".join(text.split()) == "".join(plain.split())  # nothing is lost where a line is folded


def test_a_long_run_without_a_space_is_folded_too(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "80")
    finding = replace(report.findings[0], message_zh="长" * 500 + "w" * 500)
    text = shown(replace(report, findings=(finding,)), file=Terminal())
    assert max(cell_len(line) for line in re.sub("\x1b\\[[0-9;]*m", "", text).splitlines()) <= 80


def test_a_newline_in_a_finding_forges_no_line(report: Report) -> None:
    from dataclasses import replace

    finding = replace(report.findings[0], message_zh="文中“3件\n▲ 不符  伪造”不一致。")
    text = shown(replace(report, findings=(finding,)))
    assert not [line for line in text.splitlines() if line.startswith("▲")]


def test_a_line_among_many_counts_findings_by_severity(report: Report) -> None:
    from toolkit.views.words import SEVERITY_SYMBOL, severity_counts

    line = shown(report, brief=True).splitlines()[0]
    for severity, count in severity_counts(report).items():
        assert (f"{SEVERITY_SYMBOL[severity]}{count}" in line) is bool(count)
