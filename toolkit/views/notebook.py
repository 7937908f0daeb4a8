"""笔记本里的一份报告：卡片、数据框、核对页。

A report in a notebook. `read_report(path)` reads and checks a file and returns a `ReadReport`: shown by itself it is a card, its
parts are data frames, and `audit()` opens the audit page inline.
"""

from __future__ import annotations

import os
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.corpus import frames
from toolkit.model import Report
from toolkit.views import words
from toolkit.views.printable import file_name, json_text, visible

if TYPE_CHECKING:
    import pandas as pd

    from toolkit.pipeline import Paths
    from toolkit.views.pages import PagePicture

AUDIT_HEIGHT = 800  # pixels: the findings and the first screen of text and tables on a laptop
PAGE_DPI = 150.0  # dots per inch: a page is as wide as a laptop's screen, and its small figures are legible


def read_report(path: Paths, lang: str = "zh", second_reading: bool = True) -> ReadReport:
    """读取并核对一份报告; 给出几个文件时, 它们是同一份报告的各页。

    Read and check a report; a list of files is one report, page by page. Returns a `ReadReport`; raises `ReadError` where the file cannot
    be read and `NotAReportError` where it is no annual report, each with one sentence that says what to do. `lang` ("zh" or "en") is the
    language of the displays. Without `second_reading` a PDF is read once and nothing is compared.
    """
    from toolkit.pipeline import run

    return ReadReport(run(path, second_reading), lang)


def check_report(path: Paths) -> pd.DataFrame:
    """核对一份报告, 返回核对结果。

    Check a report and return its findings as a data frame: one row each, empty (with all its columns) where there is none.
    """
    return read_report(path).findings


class ReadReport:
    """一份读过并核对过的报告。

    A report that was read and checked. `record` is the whole of it as immutable records (`Report`); `cells`, `claims`, `findings`,
    `parts`, `sentences`, `numbers`, `lists` are data frames, made anew at each call, so changing one changes nothing else.
    The columns are documented in `vocabulary/fields.csv`.
    """

    def __init__(self, record: Report, lang: str = "zh") -> None:
        self.record = record
        self.lang = lang

    @property
    def cells(self) -> pd.DataFrame:
        """法定表格的单元格。 The cells of the statutory tables, one row each."""
        return frames.cells_frame(self.record)

    @property
    def claims(self) -> pd.DataFrame:
        """叙述文字中的数量主张。 The quantitative claims of the narrative, one row each."""
        return frames.claims_frame(self.record)

    @property
    def findings(self) -> pd.DataFrame:
        """核对结果。 The findings, one row each."""
        return frames.findings_frame(self.record)

    @property
    def parts(self) -> pd.DataFrame:
        """各部分。 The parts of the narrative, preamble (0) and closing (7) included."""
        return frames.parts_frame(self.record)

    @property
    def sentences(self) -> pd.DataFrame:
        """句子及其分词(首次使用时载入 jieba)。 The sentences with their words; loads jieba when first used."""
        from toolkit.narrative import sentences

        return frames.sentences_frame(sentences(self.record))

    @property
    def numbers(self) -> pd.DataFrame:
        """叙述文字中的每一个数及其归类。 Every number of the narrative and its kind."""
        return frames.numbers_frame(self.record)

    @property
    def lists(self) -> pd.DataFrame:
        """总数与分项的列举。 The itemisations of the narrative."""
        return frames.lists_frame(self.record)

    @property
    def title(self) -> str | None:
        """标题。 The title as printed, None where there is none; so for the other metadata."""
        return self.record.value("title")

    @property
    def issuer(self) -> str | None:
        """发布机关。 The issuing body."""
        return self.record.value("issuer")

    @property
    def level(self) -> str | None:
        """层级。 Its level: state_council, province, city, county, department, township."""
        return self.record.level

    @property
    def year(self) -> int | None:
        """报告年度。 The report year."""
        return self.record.year

    @property
    def form(self) -> str | None:
        """表格的格式。 The form whose tables are printed: "2019", "2021", …"""
        return self.record.form

    @property
    def published(self) -> str | None:
        """公开日期。 The date of publication, as an ISO date."""
        return self.record.value("published")

    @property
    def signed(self) -> str | None:
        """落款日期。 The date of the signature, as an ISO date."""
        return self.record.value("signed")

    def to_dict(self) -> dict[str, Any]:
        """JSON 记录。 The record of the report as plain types, as `schema/report.schema.json` describes it."""
        from toolkit.views.record import to_record

        return to_record(self.record)

    def to_json(self, path: str | os.PathLike[str]) -> None:
        """写成 JSON 文件(一个对象)。 Write the record to a file, one JSON object in UTF-8."""
        from toolkit.views.output import replace_file

        replace_file(Path(path), json_text(self.to_dict(), indent=1).encode("utf-8") + b"\n")

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """写成核对页。 Write the audit page, one self-contained HTML file."""
        from toolkit.views.output import replace_file
        from toolkit.views.page import render

        replace_file(Path(path), render(self.record, self.lang).encode("utf-8", "replace"))

    def audit(self, height: int = AUDIT_HEIGHT) -> InlineAudit:
        """在笔记本里打开核对页。 The audit page inline, `height` pixels high; choosing a claim there shows its cells."""
        from toolkit.views.page import render

        return InlineAudit(render(self.record, self.lang), height)

    def show_page(self, number: int, dpi: float = PAGE_DPI) -> PagePicture:
        """画出一页(编号从 1 起)及认出的内容。

        A page of a PDF or a scan, counted from 1, with what was recognised drawn on it: cells with their values and status, headings,
        claims with their verdicts, doubts, what was set aside. It shows itself; `.save("page.png")` (or .svg) writes it. `dpi` (30 to
        600) is its resolution. Raises `ReadError` where the file has no pages, no such page, or has changed since it was read.
        """
        from toolkit.views.pages import show_page

        return show_page(self.record, number, dpi, self.lang)

    def __repr__(self) -> str:
        counted = sum(map(words.counts_as_inconsistent, self.record.findings))
        name = visible(self.issuer) if self.issuer else file_name(self.record.document.file)
        return f"<ReadReport {name} {self.year} form={self.form} cells={len(self.record.cells)} inconsistent={counted}>"

    def _repr_html_(self) -> str:
        from toolkit.views.page import render_card

        return render_card(self.record, self.lang)


class InlineAudit:
    """嵌在笔记本里的核对页。

    The audit page in a frame of its own. The frame may run the page's script and nothing else: it has no access to the notebook,
    to cookies, to other frames or to the network.
    """

    def __init__(self, page: str, height: int) -> None:
        self.page = page
        self.height = int(height)

    def __repr__(self) -> str:
        return f"<InlineAudit {len(self.page)} characters>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts" title="核对页 · audit page" width="100%" height="{self.height}" '
            f'style="border:1px solid #8884;border-radius:4px" srcdoc="{escape(self.page)}"></iframe>'
        )
