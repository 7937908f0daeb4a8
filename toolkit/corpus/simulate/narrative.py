"""一份报告的叙述。

The narrative of a report: parts, topics and paragraphs written from the templates in `sentences_*.yaml` after the plan in
`plan.yaml`. What is said is noted with its cells (`Told`), so that the truth of every claim can be written
beside the report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from toolkit.corpus.simulate.bodies import Body
from toolkit.corpus.simulate.claims import Told
from toolkit.corpus.simulate.dice import dirichlet, pick, shared
from toolkit.corpus.simulate.figures import Year
from toolkit.corpus.simulate.numerals import style
from toolkit.corpus.simulate.printing import expanded, measures
from toolkit.corpus.simulate.render import Writer
from toolkit.corpus.simulate.sheets import sheet
from toolkit.corpus.simulate.templates import Slot, slots

COUNTS = {
    "kinds": "outcomes",
    "grounds": "grounds",
    "unavailable": "unavailable",
    "ways": "via",
    "reviews": "review",
    "sued": "suits",
    "answers": "old_answers",
}
ABOUT, VIA = ("policy", "notices", "news", "finance", "other"), ("online", "letter", "in_person")
_LEAST, _MOST = 0.02, 3.0  # a change that a report would state


@dataclass(slots=True)
class Paragraph:
    """一段文字。

    A block of the report: `kind` is title, meta, heading, topic, text, table, caption or signed; `pieces` its
    text, `table` a table's name.
    """

    kind: str
    pieces: list[str]
    table: str = ""

    @property
    def text(self) -> str:
        """文字。 Its text."""
        return "".join(self.pieces)


@dataclass(slots=True)
class Narrative:
    """写好的叙述。

    A written narrative: its blocks in order, what they say, headings by part, topics, the period piece of the
    preamble.
    """

    blocks: list[Paragraph]
    told: Told
    parts: dict[str, str] = field(default_factory=dict)
    topics: list[str] = field(default_factory=list)
    other_headings: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


class Values(dict[str, float]):
    """各项指标的数。

    The figure of a measure, computed from the cells when it is first asked for; counts of kinds ("kinds") too.
    """

    def __init__(self, cells: Mapping[str, float], form: str, hybrid: bool) -> None:
        super().__init__()
        self._cells, self._form, self._hybrid = cells, form, hybrid

    def __missing__(self, name: str) -> float:
        if name in COUNTS:
            value: float = sum(self[item] > 0 for item in sheet("items")[COUNTS[name]]["items"])
        else:
            cells = expanded(measures(self._form).get(name, ()), self._form, self._hybrid)
            value = sum(self._cells[path] for path in cells)
        self[name] = value
        return value


def figures(rng: Random, body: Body, year: Year, cells: Mapping[str, float], form: str, hybrid: bool) -> Values:
    """叙述要用的数。

    The figures that sentences use: those of the cells, and those that only the narrative has (channels, topics,
    the own office's count).
    """
    values = Values(cells, form, hybrid)
    posts = year.posts
    if form != "2014":
        values["posts"] = posts["total"]
        values.update({f"posts.{name}": posts[name] for name in ("site", "wechat", "weibo", "other")})
        received = int(values["received"])
        values.update(zip((f"via.{name}" for name in VIA), shared(rng, received, (0.62, 0.85, 1.0)), strict=True))
        values["via.fax"] = 0
        own = int(received * (0.15 + 0.4 * rng.random())) if received > 9 else 0
        values["own"], values["branches"] = own, received - own if own else 0
    else:
        others = ("carried_in", "carried_out", "own", "branches")
        values.update(dict.fromkeys(others, 0))
    values.update(
        zip(
            (f"about.{name}" for name in ABOUT),
            shared(rng, posts["total"], dirichlet(rng, (2.0, 2.0, 3.0, 0.6, 0.8))),
            strict=True,
        )
    )
    return values


def last_year(year: Year | None, now: Mapping[str, float]) -> dict[str, float]:
    """上年的数。 Last year's figures that a report may compare with, as far as the change is worth stating."""
    if year is None:
        return {}
    then = {"received": sum(year.requests["received"]), "posts": year.posts["total"]}
    return {name: count for name, count in then.items() if count and _LEAST < abs(now[name] / count - 1) < _MOST}


def words(body: Body, year: int, period: str) -> dict[str, str]:
    """模板里的词。 What `{us}` and the other words of templates stand for."""
    seat = body.place[-1] if body.level in ("province", "city", "county") else ""
    return {
        "us": body.us, "area": body.area, "name": body.name, "place": body.place, "short": body.chain[-1], "year": str(year),
        "last": str(year - 1), "next": str(year + 1), "office": f"{seat}政府办公{'厅' if seat in ('省', '市') else '室'}",
        "towns": "乡镇" if body.place.endswith("县") else "镇街" if seat == "区" else "县区", "period": period, "contact": "",
    }  # fmt: skip


def write(
    rng: Random, writer: Writer, lean: bool, problems: Random, swaps: Mapping[str, Slot] | None = None
) -> Narrative:
    """写一份报告的叙述。

    Writes the blocks of a report for the figures and words of `writer`; `lean` reports are short. `problems`
    draws the words of part 5, `swaps` puts a slot of another text in place of a slot (a planted fault).
    """
    plan, form = sheet("plan"), "2014" if writer.form == "2014" else "new"
    made = Narrative([], writer.told)
    every: Mapping[str, Slot] = {**slots(), **swaps} if swaps else slots()
    scale = plan["lean"] if lean else 1.0
    _paragraph(writer, made, plan["preamble"], every, scale, 0)
    topic_mark = pick(rng, ("（{n}）", "（{n}）", "（{n}）", "{d}."))
    inline = rng.random() < 0.6
    below = rng.random() < 0.6  # where the sentences about reviews stand: under the table of part 4, or in part 1
    flat = lean and rng.random() < 0.35
    for row in plan["contents"]:
        heading = f"{plan['numbering'][row['part'] - 1]}、{pick(rng, row['heading'].get(form, row['heading']['new']))}"
        made.parts[str(row["part"])] = heading
        made.blocks.append(Paragraph("heading", [heading]))
        if "topics" in row and form == "new":
            _paragraph(writer, made, row["slots"]["new"], every, scale, row["part"])
            _topics(rng, writer, made, row["topics"], every, scale, topic_mark, inline, flat, below)
        else:
            if row.get("table") and form == "new":
                made.blocks.append(Paragraph("table", [], row["table"]))
                names = [plan["challenges_slot"]] if row["part"] == 4 and below else []
            else:
                names = row["slots"][form]
            if names:
                # part 5 has a generator of its own, so that one report can have another's words
                writer.rng = problems if row["id"] == "problems" else rng
                _paragraph(writer, made, names, every, scale, row["part"])
                writer.rng = rng
    if form == "2014":
        heading = pick(rng, plan["annex"]["heading"])
        caption = writer.words["name"] + writer.words["year"] + "年" + plan["annex"]["caption"]
        made.other_headings.append(heading)
        made.captions.append(caption)
        made.blocks += [
            Paragraph("heading", [heading]),
            Paragraph("caption", [caption]),
            Paragraph("table", [], "statistics"),
        ]
    return made


def _topics(
    rng: Random,
    writer: Writer,
    made: Narrative,
    topics: Mapping[str, Any],
    every: Mapping[str, Slot],
    scale: float,
    mark: str,
    inline: bool,
    flat: bool,
    below: bool,
) -> None:
    plan = sheet("plan")
    count = 0
    for name, row in topics.items():
        if scale < 1.0 and count >= 2 and rng.random() < 0.25:
            continue
        names = list(row["slots"])
        if name == "依申请公开" and not below:
            names.append(plan["challenges_slot"])
        pieces = writer.begin(1, name)
        if not flat:
            heading = mark.format(n=plan["numbering"][count], d=count + 1) + pick(rng, row["headings"])
            made.topics.append(name)
            if inline:
                pieces.append(heading + "。")
            else:
                made.blocks.append(Paragraph("topic", [heading]))
        for slot in names:
            writer.slot(every[slot], scale)
        made.blocks.append(Paragraph("text", pieces))
        count += 1


def _paragraph(
    writer: Writer, made: Narrative, names: list[str], every: Mapping[str, Slot], scale: float, part: int
) -> None:
    pieces = writer.begin(part)
    for slot in names:
        writer.slot(every[slot], scale)
    if pieces:
        made.blocks.append(Paragraph("preamble" if not part else "text", pieces))


def new_writer(
    rng: Random,
    body: Body,
    year: Year,
    values: Values,
    previous: Mapping[str, float],
    form: str,
    said: Mapping[str, str],
) -> Writer:
    """备好一份报告的写作。 A writer for the report of a body and year."""
    return Writer(rng, values, previous, measures(form), said, style(rng), (body.level, form, body.business))
