"""界面用词：封闭取值的中英文名称与记号。

The words of the views: a Chinese and an English name for every closed value of the model, and the symbol that goes with it.
A symbol is never the only sign and neither is a colour: both always come with a shape and a word.
"""

from __future__ import annotations

from toolkit.model import Finding, Report

Pair = tuple[str, str]

VERDICT: dict[str, Pair] = {
    "consistent": ("一致", "consistent"),
    "inconsistent": ("不一致", "inconsistent"),
    "not_comparable": ("不可比", "not comparable"),
    "no_counterpart": ("表中无对应", "no counterpart"),
    "unreadable": ("无法辨读", "unreadable"),
}
VERDICT_SYMBOL = {
    "consistent": "✓",
    "inconsistent": "✗",
    "not_comparable": "⊘",
    "no_counterpart": "○",
    "unreadable": "?",
}
SEVERITY: dict[str, Pair] = {
    "error": ("不符", "mismatch"),
    "warning": ("存疑", "doubtful"),
    "note": ("提示", "note"),
}
SEVERITY_SYMBOL = {"error": "▲", "warning": "◆", "note": "●"}
STATUS: dict[str, Pair] = {
    "given": ("有数", "given"),
    "blank": ("空白", "blank"),
    "absent": ("未印出", "absent"),
    "unreadable": ("无法辨读", "unreadable"),
}
NUMBER_KIND: dict[str, Pair] = {
    "claim": ("数量主张", "claims"),
    "date": ("日期", "dates"),
    "document_number": ("文号", "document numbers"),
    "contact": ("联系方式", "contact details"),
    "list_marker": ("序号", "list markers"),
    "article": ("条款", "articles of law"),
    "other_quantity": ("其他数量", "other quantities"),
    "unclassified": ("未归类", "unclassified"),
}
LEVEL: dict[str, Pair] = {
    "state_council": ("国务院及其部门", "State Council"),
    "province": ("省级", "province"),
    "city": ("市级", "city"),
    "county": ("县级", "county"),
    "department": ("部门", "department"),
    "township": ("乡镇(街道)", "township or street office"),
}
FORM: dict[str, Pair] = {
    "2014": ("2014年统计表", "2014 statistics table"),
    "2019": ("2019年格式", "2019 form"),
    "2021": ("2021年格式", "2021 form"),
}
FACT: dict[str, Pair] = {
    "title": ("标题", "title"),
    "issuer": ("发布机关", "issuer"),
    "level": ("层级", "level"),
    "year": ("报告年度", "report year"),
    "form": ("格式", "form"),
    "published": ("公开日期", "published"),
    "signed": ("落款日期", "signed"),
    "period_start": ("数据起始日", "period from"),
    "period_end": ("数据截止日", "period to"),
    "cited_form": ("文中引用的格式", "form the text cites"),
    "announced": ("序言列出的部分", "parts the preamble announces"),
}
EXTENSION: dict[str, Pair] = {
    "extra_row": ("格式外的行", "row outside the form"),
    "extra_column": ("格式外的列", "column outside the form"),
    "does_not_fit": ("与格式对不上", "does not fit the form"),
    "duplicate": ("重复", "printed twice"),
}
ASIDE: dict[str, Pair] = {
    "navigation": ("导航", "navigation"),
    "toolbar": ("工具条", "toolbar"),
    "search": ("检索", "search"),
    "footer": ("页脚", "footer"),
    "neighbours": ("相邻文章", "neighbouring pages"),
    "metadata": ("页面元数据", "page metadata"),
    "title": ("页面标题", "page title"),
    "hidden": ("隐藏文字", "hidden text"),
}
APPROXIMATION: dict[str, Pair] = {
    "more_than": ("多于", "more than"),
    "less_than": ("少于", "less than"),
    "about": ("约", "about"),
    "at_least": ("至少", "at least"),
    "at_most": ("至多", "at most"),
}
FORMAT: dict[str, Pair] = {
    "text": ("纯文本", "plain text"),
    "html": ("网页", "HTML"),
}
PREAMBLE: Pair = ("序言", "Preamble")
CLOSING: Pair = ("落款", "Closing")

UNKNOWN: Pair = ("未知", "unknown")


def pair(names: dict[str, Pair], key: str | None) -> Pair:
    """封闭取值的中英文名称；不认识的取值照原样。 Both names of a value; a value without a name stands for itself."""
    if not key:
        return UNKNOWN
    return names.get(key, (key, key))


def counts_as_inconsistent(finding: Finding) -> bool:
    """是否计入"不一致"(决定退出状态)。

    Whether a finding counts: the two sides disagree (`verdict` inconsistent) and it is more than a note
    (`severity` error or warning). This one rule decides the exit status of `ogi check` and the figure the index shows.
    """
    return finding.verdict == "inconsistent" and finding.severity in ("error", "warning")


def status_counts(report: Report) -> dict[str, int]:
    """各状态单元格的个数。 How many cells of the form are given, blank, absent, unreadable."""
    counts = dict.fromkeys(STATUS, 0)
    for cell in report.cells:
        counts[cell.status] += 1
    return counts


def number_counts(report: Report) -> dict[str, int]:
    """叙述文字中各类数字的个数。 How many numbers of the narrative ended as which kind; every kind is there, 0 included."""
    counts = dict.fromkeys(NUMBER_KIND, 0)
    for number in report.numbers:
        counts[number.kind] += 1
    return counts


def verdict_counts(report: Report) -> dict[str, int]:
    """各核对结果的主张个数。 How many claims got which verdict."""
    counts = dict.fromkeys(VERDICT, 0)
    for claim in report.claims:
        counts[claim.verdict] += 1
    return counts


def severity_counts(report: Report) -> dict[str, int]:
    """各严重程度的核对结果个数。 How many findings of each severity."""
    counts = dict.fromkeys(SEVERITY, 0)
    for finding in report.findings:
        counts[finding.severity] += 1
    return counts
