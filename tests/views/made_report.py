"""A report of an invented body, built by hand: every status, verdict and severity, and text that would harm a careless page.

Nothing here comes from a parser: the views are tested against the contract of `toolkit.model` alone.
"""

from __future__ import annotations

from decimal import Decimal

from toolkit.model import (
    Aside,
    Block,
    Cell,
    Claim,
    Document,
    Extension,
    Fact,
    Field,
    Finding,
    Itemisation,
    Number,
    NumberKind,
    Paragraph,
    Part,
    PrintedRow,
    Quantity,
    Report,
    Side,
    Source,
    Table,
    Topic,
)

SCRIPT = "<script>document.title='hit';window.hit=1</script>"
IMAGE = '"><img src=x onerror="window.hit=2">'
CLOSING_TAG = "</script></style></template><b id=broken>"
LINK = "javascript:window.hit=3"
BIDI = "\u202e反向\u202c\u200b"
ESCAPE = "\x1b[31mred\x1b[0m"
HOSTILE = (SCRIPT, IMAGE, CLOSING_TAG, LINK, BIDI, ESCAPE)

APPLICANTS = (
    ("natural_person", "自然人"),
    ("business", "商业企业"),
    ("research", "科研机构"),
    ("social_welfare", "社会公益组织"),
    ("legal_service", "法律服务机构"),
    ("other_organization", "其他"),
    ("total", "总计"),
)
# label, key, depth, seven printed figures ("" blank, None not printed)
REQUESTS: tuple[tuple[str, str, int, str | None], ...] = (
    ("一、本年新收政府信息公开申请数量", "received", 0, "19 2 0 0 1 1 23"),
    ("二、上年结转政府信息公开申请数量", "carried_in", 0, "2 0 0 0 0 0 2"),
    ("三、本年度办理结果", "", 0, None),
    ("(一)予以公开", "granted", 1, "8 1 0 0 0 0 9"),
    ("(二)部分公开(区分处理的,只计这一情形,不计其他情形)", "partly_granted", 1, "3 0 0 0 1 0 4"),
    ("(三)不予公开", "", 1, None),
    ("1.属于国家秘密", "refused.state_secret", 2, "- - - - - - -"),
    ("2.其他法律行政法规禁止公开", "refused.forbidden_by_law", 2, "0 0 0 0 0 0 0"),
    ("3.危及“三安全一稳定”", "refused.endangers_safety", 2, "0 0 0 0 0 0 0"),
    ("4.保护第三方合法权益", "refused.third_party_rights", 2, "1 0 0 0 0 0 1"),
    ("5.属于三类内部事务信息", "refused.internal_affairs", 2, "0 0 0 0 0 0 0"),
    ("6.属于四类过程性信息", "refused.deliberative", 2, "_ _ _ _ _ _ _"),
    ("7.属于行政执法案卷", "refused.enforcement_file", 2, "0 0 0 0 0 0 0"),
    ("8.属于行政查询事项", "refused.administrative_query", 2, "l 0 0 0 0 0 1"),
    ("(四)无法提供", "", 1, None),
    ("1.本机关不掌握相关政府信息", "not_available.not_held", 2, "4 0 0 0 0 0 5"),
    ("2.没有现成信息需要另行制作", "not_available.would_need_creation", 2, "0 0 0 0 0 0 0"),
    ("3.补正后申请内容仍不明确", "not_available.still_unclear", 2, "0 0 0 0 0 0 0"),
    ("(五)不予处理", "", 1, None),
    ("1.信访举报投诉类申请", "not_processed.petition_or_complaint", 2, "1 0 0 0 0 0 1"),
    ("2.重复申请", "not_processed.repeated", 2, "0 0 0 0 0 0 0"),
    ("(六)其他处理", "", 1, None),
    ("3.其他", "other_outcome.other", 2, "1 0 0 0 0 0 1"),
    ("(七)总计", "concluded", 1, "19 1 0 0 1 0 21"),
    ("四、结转下年度继续办理", "carried_out", 0, "2 1 0 0 0 1 4"),
)
UNPRINTED = ("not_processed.public_publication", "not_processed.excessive", "not_processed.reconfirmation")
PROACTIVE = (
    (
        "第二十条第(一)项",
        (("issued", "本年制发件数"), ("repealed", "本年废止件数"), ("in_force", "现行有效件数")),
        (("规章", "regulations", "0 0 0"), ("行政规范性文件", "normative_documents", "2 1 7")),
    ),
    (
        "第二十条第(五)项",
        (("decisions", "本年处理决定数量"),),
        (("行政许可", "licensing", "1,064"),),
    ),
    (
        "第二十条第(六)项",
        (("decisions", "本年处理决定数量"),),
        (("行政处罚", "penalties", "+12"), ("行政强制", "compulsion", "0")),
    ),
    (
        "第二十条第(八)项",
        (("fee_amount", "本年收费金额(单位:万元)"),),
        (("行政事业性收费", "fees", "386000元"),),
    ),
)
CHALLENGES = (
    ("行政复议", "review", "2 0 0 0 2"),
    ("行政诉讼·未经复议直接起诉", "litigation_direct", "0 0 1 0 1"),
    ("行政诉讼·复议后起诉", "litigation_after_review", "_ _ _ _ _"),
)
RESULTS = (
    ("upheld", "结果维持"),
    ("corrected", "结果纠正"),
    ("other", "其他结果"),
    ("pending", "尚未审结"),
    ("total", "总计"),
)
VALUES = {"1,064": Decimal(1064), "+12": Decimal(12), "386000元": Decimal("38.6")}

PREAMBLE = (
    "根据《中华人民共和国政府信息公开条例》和〔2021〕30号文件要求,编制本报告。数据期限自2022年1月1日起至2023年1月10日止。",
    f"联系电话:0000-1234567,网址 {LINK},{SCRIPT}。",
)
OVERVIEW_HEADING = "一、总体情况"
OVERVIEW = (
    "(一)主动公开",
    "全年通过门户网站等渠道主动公开政府信息1.3万余条,其中网站8000条、微信3600条、微博2000条。制发行政规范性文件2件,废止1件,现行有效7件。",
    "(二)依申请公开",
    "2022年全区共收到政府信息公开申请23件,上年结转2件,办结21件,结转下年度4件。其中予以公开9件、部分公开4件,两项合计占办结总数的62%;本机关不掌握相关政府信息4件。",
    "县政府办代表县政府受理申请6件,行政许可10**件。未发生行政复议维持以外的情形,行政复议2件均维持原决定。",
    f"(三)自有专题 {IMAGE}",
    f"一是加强培训3场。{CLOSING_TAG}{BIDI}二是强化监督,{ESCAPE}按照条例第五十条逐项核对。",
)
PROBLEMS = ("存在的问题:主动性不够。改进情况:下一年计划举办培训5次。",)
OTHER = ("本年度没有收取信息处理费。",)
CLOSING = ("云泽县水务局", "2023年1月17日")


class _Writer:
    """Writes the raw text line by line and remembers where each line stands."""

    def __init__(self) -> None:
        self.text = ""
        self.blocks: list[Block] = []

    def line(self, text: str) -> Paragraph:
        start = len(self.text)
        self.text += text + "\n"
        source = Source(text, start, start + len(text), len(self.blocks))
        paragraph = Paragraph(text, source, ((0, start, len(text)),))
        self.blocks.append(paragraph)
        return paragraph

    def part(self, number: int, name: str, heading: str, lines: tuple[str, ...]) -> Part:
        source = self.line(heading).source if heading else Source()
        paragraphs = tuple(self.line(text) for text in lines)
        return Part(number, name, heading, "\n".join(p.text for p in paragraphs), paragraphs, source=source)

    def row(self, table: str, key: str, columns: tuple[tuple[str, str], ...], figures: str, unit: str) -> list[Cell]:
        cells = []
        for index, ((column, _), raw) in enumerate(zip(columns, figures.split(), strict=True)):
            raw = "" if raw == "_" else raw
            start = len(self.text)
            self.text += raw + "\n"
            source = Source(raw, start, start + len(raw), len(self.blocks), 0, index)
            path = f"{table}.{key}.{column}"
            if raw in ("", "-"):
                cells.append(Cell(path, None, unit, "blank", raw, source=source))
            elif raw == "l":
                cells.append(Cell(path, None, unit, "unreadable", raw, source=source))
            else:
                value = VALUES[raw] if raw in VALUES else Decimal(raw)
                note = raw if raw.endswith("元") else ""
                cells.append(Cell(path, value, "万元" if note else unit, "given", raw, note, source))
        return cells


def _tables(writer: _Writer) -> tuple[list[Table], list[Cell]]:
    tables, cells = [], []
    for caption, columns, lines in PROACTIVE:
        rows = []
        for label, key, figures in lines:
            made = writer.row("proactive", key, columns, figures, "件")
            cells += made
            rows.append(PrintedRow(label, key, 0, tuple(c.path for c in made)))
        tables.append(Table("proactive", caption, columns, tuple(rows)))
    rows = []
    for label, key, depth, printed in REQUESTS:
        made = writer.row("requests", key, APPLICANTS, printed, "件") if printed else []
        cells += made
        rows.append(PrintedRow(label, key, depth, tuple(c.path for c in made)))
    for key in UNPRINTED:
        cells += [Cell(f"requests.{key}.{column}", None, "件", "absent") for column, _ in APPLICANTS]
    tables.append(Table("requests", "收到和处理政府信息公开申请情况", APPLICANTS, tuple(rows)))
    rows = []
    for label, key, figures in CHALLENGES:
        made = writer.row("challenges", key, RESULTS, figures, "件")
        cells += made
        rows.append(PrintedRow(label, key, 0, tuple(c.path for c in made)))
    tables.append(Table("challenges", "政府信息公开行政复议、行政诉讼情况", RESULTS, tuple(rows)))
    return tables, cells


def _claim(part: Part, sentence: str, quote: str, value: str, unit: str, **more: object) -> Claim:
    at = part.text.index(sentence)
    start = sentence.index(quote)
    verdict = more.pop("verdict", "consistent")
    number = Decimal(value)
    low = more.pop("low", number)
    high = more.pop("high", number)
    approximation = more.pop("approximation", None)
    quantity = Quantity(quote, number, unit, approximation=approximation, low=low, high=high)  # type: ignore[arg-type]
    return Claim(
        part.number,
        sentence,
        quote,
        start,
        start + len(quote),
        at + start,
        at + start + len(quote),
        quantity,
        verdict=verdict,  # type: ignore[arg-type]
        source=part.locate(at + start, at + start + len(quote)),
        **more,  # type: ignore[arg-type]
    )


def _claims(part: Part) -> tuple[Claim, ...]:
    proactive, requests, office = (OVERVIEW[i] for i in (1, 3, 4))
    first, second = proactive.split("。")[0] + "。", proactive.split("。")[1] + "。"
    received, outcomes = requests.split("。")[0] + "。", requests.split("。")[1] + "。"
    own, reviews = office.split("。")[0] + "。", office.split("。")[1] + "。"
    same = ("数字相同。", "The figures are the same.")
    no_cell = ("2019年以来的格式没有这一项。", "The forms since 2019 have no such cell.")

    def claim(sentence: str, quote: str, value: str, unit: str = "件", **more: object) -> Claim:
        zh, en = more.pop("why", same)  # type: ignore[misc]
        return _claim(part, sentence, quote, value, unit, why_zh=zh, why_en=en, **more)

    return (
        claim(first, "1.3万余条", "13000", "条", approximation="more_than", high=Decimal(14000), low=Decimal(13000),
              measure="disclosed", verdict="no_counterpart", why=no_cell),
        claim(second, "制发行政规范性文件2件", "2", cells=("proactive.normative_documents.issued",), table_value=Decimal(2),
              measure="proactive.normative_documents.issued"),
        claim(second, "废止1件", "1", cells=("proactive.normative_documents.repealed",), table_value=Decimal(1)),
        claim(second, "现行有效7件", "7", cells=("proactive.normative_documents.in_force",), table_value=Decimal(7),
              flow="stock"),
        claim(received, "收到政府信息公开申请23件", "23", cells=("requests.received.total",), table_value=Decimal(23),
              measure="requests.received"),
        claim(received, "上年结转2件", "2", cells=("requests.carried_in.total",), table_value=Decimal(2)),
        claim(received, "办结21件", "21", cells=("requests.concluded.total",), table_value=Decimal(21)),
        claim(received, "结转下年度4件", "4", cells=("requests.carried_out.total",), table_value=Decimal(4)),
        claim(outcomes, "予以公开9件", "9", cells=("requests.granted.total",), table_value=Decimal(9)),
        claim(outcomes, "部分公开4件", "4", cells=("requests.partly_granted.total",), table_value=Decimal(4)),
        claim(outcomes, "予以公开9件、部分公开4件,两项合计占办结总数的62%", "62", "%", kind="share",
              cells=("requests.granted.total", "requests.partly_granted.total"), base=("requests.concluded.total",),
              table_value=Decimal("61.9"), low=Decimal("61.5"), high=Decimal("62.5")),
        claim(outcomes, "本机关不掌握相关政府信息4件", "4", cells=("requests.not_available.not_held.total",),
              table_value=Decimal(5), verdict="inconsistent",
              why=("文中4件, 表中5件, 相差1件。", "The text says 4, the table 5; they differ by 1.")),
        claim(own, "受理申请6件", "6", scope="office", cells=("requests.received.total",), table_value=Decimal(23),
              verdict="not_comparable",
              why=("文中是县政府办一家的数字, 表中是全县的数字。",
                   "The text speaks of the county office alone, the table of the whole county.")),
        claim(own, "行政许可10**件", "10", verdict="unreadable", cells=("requests.not_processed.excessive.total",),
              why=("数字后有无法辨读的字符。", "Characters that cannot be read stand beside the number.")),
        claim(reviews, "行政复议2件", "2", cells=("challenges.review.total",), table_value=Decimal(2)),
        claim(reviews, "2件均维持", "2", kind="universal", cells=("challenges.review.upheld",), table_value=Decimal(2)),
    )  # fmt: skip


def _findings(writer: _Writer, preamble: Part, part: Part, cells: dict[str, Cell]) -> tuple[Finding, ...]:
    def at(path: str) -> Source:
        return cells[path].source

    column = ["received", "carried_in", "concluded", "carried_out"]
    cut_off = preamble.text.index("2023年1月10日")
    listed = "主动公开政府信息1.3万余条,其中网站8000条、微信3600条、微博2000条"
    list_at = part.text.index(listed)
    return (
        Finding(
            "requests.applicants", "not_available.not_held", "error", "inconsistent",
            Side(Decimal(5), "总计", "total"), Side(Decimal(4), "各类申请人之和", "sum of the applicants"),
            tuple(f"requests.not_available.not_held.{c}" for c, _ in APPLICANTS),
            "“本机关不掌握相关政府信息”一行：总计为5, 各类申请人之和为4, 相差1。",
            "Row “not held”: the total is 5, the applicants add up to 4; they differ by 1.",
            (at("requests.not_available.not_held.total"),),
        ),
        Finding(
            "text.claim", "requests.not_available.not_held.total", "error", "inconsistent",
            Side(Decimal(4), "文中", "text"), Side(Decimal(5), "表中", "table"),
            ("requests.not_available.not_held.total",),
            "文中“本机关不掌握相关政府信息4件”, 表中为5, 相差1。",
            "The text says 4 not held, the table says 5; they differ by 1.",
            (at("requests.not_available.not_held.total"),), (11,),
        ),
        Finding(
            "text.list", listed[:12], "warning", "inconsistent",
            Side(Decimal(13000), "总数", "head", Decimal(13000), Decimal(14000)), Side(Decimal(13600), "分项之和", "sum"),
            (), f"文中总数1.3万余条, 分项之和13600条。{SCRIPT}", f"The head says over 13,000, the parts add up to 13,600. {IMAGE}",
            (part.locate(list_at, list_at + len(listed)),), (0,),
        ),
        Finding(
            "dates.period", "stated cut-off", "warning", "inconsistent",
            Side("2023-01-10", "文中截止日", "stated"), Side("2022-12-31", "应为", "end of the year"),
            (), "文中数据截止日为2023-01-10, 报告年度止于2022-12-31。",
            "The stated cut-off is 2023-01-10; the report year ends on 2022-12-31.",
            (preamble.locate(cut_off, cut_off + 10),),
        ),
        Finding(
            "requests.balance", "natural_person", "note", "unreadable",
            Side(Decimal(21), "新收+结转", "received + carried in"), Side(None, "办结+结转下年", "concluded + carried out"),
            tuple(f"requests.{row}.natural_person" for row in column),
            "自然人一列有无法辨读的单元格, 未核对。", "A cell of this column cannot be read; it was not checked.",
        ),
        Finding(
            "dates.signed", "signed", "note", "not_comparable",
            Side("2023-01-17", "落款", "signed"), Side("2023-01-18", "公开", "published"),
            (), "落款日期2023-01-17, 公开日期2023-01-18。", "Signed 2023-01-17, published 2023-01-18.",
        ),
    )  # fmt: skip


def _numbers(parts: tuple[Part, ...], claims: tuple[Claim, ...]) -> tuple[Number, ...]:
    numbers = [Number("claim", c.quote, c.part, c.part_start, c.part_end) for c in claims]
    wanted: tuple[tuple[NumberKind, str], ...] = (
        ("document_number", "〔2021〕30号"),
        ("date", "2022年1月1日"),
        ("date", "2023年1月10日"),
        ("contact", "0000-1234567"),
        ("list_marker", "(一)"),
        ("list_marker", "一是"),
        ("other_quantity", "3场"),
        ("article", "第五十条"),
        ("unclassified", "5次"),
        ("date", "2023年1月17日"),
    )
    for kind, text in wanted:
        part = next(p for p in parts if text in p.text)
        start = part.text.index(text)
        numbers.append(Number(kind, text, part.number, start, start + len(text)))
    return tuple(numbers)


def made_report(file: str = "made/云泽县水务局-2022.html") -> Report:
    """The invented report, whole."""
    writer = _Writer()
    title = f"云泽县水务局2022年政府信息公开工作年度报告{IMAGE}"
    chrome = writer.line("首页 > 政务公开 > 年报  登录 注册 " + SCRIPT)
    heading = writer.line(title)
    preamble = writer.part(0, "preamble", "", PREAMBLE)
    overview = writer.part(1, "overview", OVERVIEW_HEADING, OVERVIEW)
    proactive = writer.part(2, "proactive", "二、主动公开政府信息情况", ())
    requests = writer.part(3, "requests", "三、收到和处理政府信息公开申请情况", ())
    challenges = writer.part(4, "challenges", "", ())
    problems = writer.part(5, "problems", "五、存在的主要问题及改进情况", PROBLEMS)
    other = writer.part(6, "other", "六、其他需要报告的事项", OTHER)
    closing = writer.part(7, "closing", "", CLOSING)
    tables, cells = _tables(writer)
    topics = []
    starts = [overview.text.index(OVERVIEW[i]) for i in (0, 2, 5)] + [len(overview.text) + 1]
    for topic, index, start, end in zip(("主动公开", "依申请公开", ""), (0, 2, 5), starts, starts[1:], strict=False):
        topics.append(Topic(topic, OVERVIEW[index], overview.text[start : end - 1], start, end - 1))
    overview = Part(1, "overview", OVERVIEW_HEADING, overview.text, overview.paragraphs, tuple(topics), overview.source)
    parts = (overview, proactive, requests, challenges, problems, other)
    claims = _claims(overview)
    by_path = {cell.path: cell for cell in cells}
    listed = overview.text.index("1.3万余条")
    date_at = writer.text.index("2023年1月17日")
    facts = {
        "title": Fact(title, "title line", heading.source),
        "issuer": Fact("云泽县水务局", "title line", heading.source),
        "level": Fact("department", "issuer: 名称以“局”结尾"),
        "year": Fact("2022", "title line", heading.source),
        "form": Fact("2021", "tables"),
        "published": Fact("2023-01-18", f"table: 公开日期{SCRIPT}", note="以页面标注为准"),
        "signed": Fact("2023-01-17", "signature", Source("2023年1月17日", date_at, date_at + 10)),
        "period_start": Fact("2022-01-01", "preamble"),
        "period_end": Fact("2023-01-10", "preamble", repaired=True),
    }
    document = Document(
        file,
        "0123456789abcdef" * 4,
        "html",
        "gb18030",
        writer.text,
        tuple(writer.blocks),
        (Aside("navigation", chrome),),
        (Field("公开日期", "2023-01-18", "table"),),
        (("声明为 gb2312, 实为 gb18030。", f"Declared gb2312, read as gb18030. {SCRIPT}"),),
    )
    return Report(
        document,
        facts,
        parts,
        preamble,
        closing,
        tuple(tables),
        tuple(cells),
        (
            Extension("proactive", f"其他主动公开文件{IMAGE}", ("12", "", SCRIPT), "extra_row"),
            Extension("requests", "", ("7",), "does_not_fit"),
        ),
        ("制发件数 column: 2021",),
        claims,
        (
            Itemisation(
                "其中网站8000条、微信3600条、微博2000条",
                1,
                listed,
                listed + 40,
                Decimal(13000),
                (Decimal(8000), Decimal(3600), Decimal(2000)),
                "条",
                False,
            ),
        ),
        _numbers((preamble, overview, problems, closing), claims),
        _findings(writer, preamble, overview, by_path),
        by_path,
    )


def empty_report() -> Report:
    """A report in which nothing was found: every view must still say so without failing."""
    nothing = Part(0, "preamble", "", "")
    document = Document("empty.txt", "0" * 64, "text", "utf-8", "", ())
    return Report(document, {}, (), nothing, Part(7, "closing", "", ""), (), ())
