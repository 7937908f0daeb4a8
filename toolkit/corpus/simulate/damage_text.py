"""叙述里的问题。

Faults of the narrative: a printed number of a claim or list is changed after the text is written, and the truth
of the claim follows, since it is read from the same pieces. A claim is changed once only.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

from toolkit.corpus.simulate.bodies import Body
from toolkit.corpus.simulate.claims import Said, Told, plain
from toolkit.corpus.simulate.dice import between, pick
from toolkit.corpus.simulate.figures import Year
from toolkit.corpus.simulate.narrative import Narrative
from toolkit.corpus.simulate.printing import cells, expanded

Record = Callable[..., None]
GROUPS = ("refused", "not_available", "not_processed", "other_outcome")
_SPAN = Decimal("1.4")  # wider than any interval that an approximation opens


def sentence(kind: str, told: Narrative, body: Body, year: int) -> tuple[str, Any, Any]:
    """换上的句子：位置与两方。 Where a planted sentence stands and its two sides."""
    if kind == "text.organ":
        return (
            ("我局" if body.level == "township" else "我镇"),
            ("我局" if body.level == "township" else "我镇"),
            body.name,
        )
    if kind == "text.year":
        return f"{year - 1}年", str(year - 1), str(year)
    wanted = "zero" if kind == "text.zero" else "all"
    said = next(
        one
        for one in reversed(told.told.claims)
        if one.kind == wanted and (wanted == "all" or one.measure == "received")
    )
    return said.quote, plain(said.value), None


def damage(rng: Random, kind: str, told: Told, form: str, hybrid: bool, before: Year | None, record: Record) -> None:
    """埋一处叙述问题。 Plants one fault of that kind where the text has a fitting claim."""
    if kind == "text.list":
        _list(rng, told, record)
        return
    makers = {
        "text.digit": _digit,
        "text.carried": _carried,
        "text.leaf": _leaf,
        "text.last_year": _last_year,
        "text.unit": _unit,
        "text.share": _share,
        "text.change": _change,
    }
    if kind not in makers:
        return
    claims = [one for one in told.claims if one.at >= 0 and not one.fixed and one.patterns]
    order = sorted(claims, key=lambda _: rng.random())
    for said in order:
        old = said.value
        if makers[kind](rng, said, form, hybrid, before):
            said.fixed = True
            record(kind, said.quote, plain(said.value), plain(old))
            return


def _put(said: Said, value: Decimal, text: str | None = None) -> bool:
    said.pieces[said.at] = f"{value}" if text is None else text
    said.value = said.low = said.high = value
    return True


def _exact(said: Said) -> bool:
    return (
        said.kind == "figure"
        and said.approximation is None
        and said.unit not in ("万元", "元")
        and said.low == said.high
    )


def _digit(rng: Random, said: Said, *_: Any) -> bool:
    if not _exact(said) or said.value < 2:
        return False
    digits = str(int(said.value))
    pairs = [at for at in range(len(digits) - 1) if digits[at] != digits[at + 1] and not (at == 0 and digits[1] == "0")]
    if pairs:
        at = pick(rng, pairs)
        return _put(said, Decimal(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]))
    return _put(said, said.value + between(rng, 1, 3))


def _total(before: dict[str, float], patterns: tuple[str, ...], form: str, hybrid: bool) -> Decimal:
    return Decimal(int(sum(before.get(path, 0) for path in expanded(patterns, form, hybrid))))


def _carried(rng: Random, said: Said, form: str, hybrid: bool, before: Year | None) -> bool:
    if not _exact(said) or said.measure != "received" or before is None or form == "2014":
        return False
    more = sum(before.requests["carried_out"])
    return bool(more) and _put(said, said.value + more)


def _leaf(rng: Random, said: Said, form: str, hybrid: bool, before: Year | None) -> bool:
    """A group printed with less than it has, as if one of its grounds were all of it."""
    if not _exact(said) or said.measure not in GROUPS or said.value < 3:
        return False
    return _put(said, Decimal(between(rng, 1, int(said.value) - 1)))


def _last_year(rng: Random, said: Said, form: str, hybrid: bool, before: Year | None) -> bool:
    if not _exact(said) or before is None or form == "2014" or before.year < 2019:
        return False
    then = _total(cells(before, form, hybrid), said.patterns, form, hybrid)
    return then not in (said.value, 0) and _put(said, then)


def _unit(rng: Random, said: Said, *_: Any) -> bool:
    if said.unit != "万元" or not said.value:
        return False
    said.unit = "元"
    said.pieces[said.at + 1] = "元"
    return True


def _share(rng: Random, said: Said, *_: Any) -> bool:
    if said.kind != "share":
        return False
    away = Decimal(between(rng, 7, 23))
    value = said.value - away if said.value > 50 or said.value + away > 97 else said.value + away
    return value > 0 and _put(said, value)


def _change(rng: Random, said: Said, *_: Any) -> bool:
    if said.kind != "change" or said.base_stated is None:
        return False
    shown = abs(said.value) + between(rng, 6, 28)
    sign = 1 if said.value > 0 else -1
    if sign < 0 and shown >= 100:
        shown = abs(said.value) - between(rng, 6, 28)
    return _put(said, sign * shown, f"{shown}")


def _list(rng: Random, told: Told, record: Record) -> None:
    for listed in sorted(told.lists, key=lambda _: rng.random()):
        parts = [one for one in listed.claims[1:] if one.at >= 0 and not one.fixed and one.low == one.high]
        if parts and listed.claims[0].low == listed.claims[0].high:
            said = pick(rng, parts)
            old = said.value
            _put(said, old + max(1, int(old * Decimal("0.1"))) * pick(rng, (1, 2, 3)))
            said.fixed = True
            record("text.list", "".join(listed.pieces[listed.start : listed.end]), plain(said.value), plain(old))
            return
