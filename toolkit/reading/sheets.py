"""样式中与读入有关的部分：隐藏、上标、与底色同色、由样式写出的内容。

What styles say about what a reader of the page sees: text that is hidden, raised, painted in the colour of its background, or made by the
style itself. Of the page's own style sheets only rules for one class (`.hid`, `span.hid`) are followed, as nothing else can be told
without a browser; rules for other media (print, telephones) are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
# what is struck out is no text of the report; a size of 0 hides a run of text, but round a block it only closes the gaps in it
STRUCK = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.I)
NO_SIZE = re.compile(r"font-size\s*:\s*0+(?:\.0*)?\s*(?:p[xtc]|r?em|ex|%|[cm]m|in)?\s*(?:!important\s*)?(?:;|$)", re.I)
RAISED = re.compile(r"vertical-align\s*:\s*(?:super|sub)\b", re.I)
_WHITE = r"(?:#fff(?:fff)?(?![0-9a-f])|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255)"
_BACKGROUND = re.compile(
    rf"(?:^|[;\s])background(?:-color)?\s*:\s*(?!{_WHITE}|transparent|none|inherit|initial|unset|0)[^;\s]", re.I
)
WHITE_VALUE = re.compile(rf"\s*{_WHITE}", re.I)
# By kind of what is not plain text (see `unseen`); "contested" and "written" are put there by `notable_rules`.
_UNSEEN = re.compile(
    rf"(?:^|[;\s])(?:(?P<pale>color\s*:\s*(?:{_WHITE}|transparent\b|rgba\([^)]{0, 40},\s*0?\.?0*\s*\))"
    r"|opacity\s*:\s*0*\.?0*\s*(?:;|$|!)|text-indent\s*:\s*-\d{3}|(?:margin-)?(?:left|top)\s*:\s*-\d{3,})"
    r"|(?P<list>mso-list\s*:\s*ignore)|(?P<reversed>unicode-bidi\s*:\s*(?:bidi|isolate)-override)"
    r"|(?P<backdrop>background(?:-image)?\s*:[^;]{0,200}url\()|-(?P<contested>contested)|-(?P<written>written))",
    re.I,
)
# One of them stands in every style that the pattern finds; most styles have none, and are done with ten times faster.
_UNSEEN_WORDS = (
    "fff",
    "white",
    "255",
    "transp",
    "rgba",
    "opacity",
    ":-",
    ": -",
    "ignore",
    "override",
    "url(",
    "-written",
    "-contested",
)
_MEDIA = re.compile(
    r"@(?:media|supports|font-face|keyframes)[^{}]{0,300}\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+(?:\}|\Z)", re.I
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_ONE_CLASS = re.compile(r"[\w-]*\.([\w-]+)(::?(?:before|after))?")
_CLASSES = re.compile(r"\.([\w-]+)")
_DISPLAY = re.compile(r"(?:display|visibility)\s*:\s*([\w-]+)", re.I)
_CONTENT = re.compile(r"(?:^|[;\s])content\s*:\s*(?:attr|counter|(?P<quote>[\"'])(?!(?P=quote)|\\[ef]))", re.I)
_NOTABLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|vertical-align\s*:\s*su|line-through|color\s*:\s*(?:#fff|white|transparent|rgb)"
    r"|content\s*:|opacity\s*:\s*0|-override|(?:indent|left|top)\s*:\s*-|font-size\s*:\s*0|background",
    re.I,
)
_WORDS = (
    "none",
    "hidden",
    "super",
    "sub",
    "through",
    "#fff",
    "white",
    "transparent",
    "content",
    "opacity",
    "override",
    "-9",
)
# A style sheet saved with a page can be long; what it hides is then not followed.
_LONGEST_SHEET = 400_000
_LONGEST_RULE = 4_000


def unseen_in(style: str) -> str:
    """样式使文字看不见或另行写出时的种类, 否则为空。 The kind of what a style makes unseen or writes itself, "" for neither."""
    low = style.lower()
    if not any(map(low.__contains__, _UNSEEN_WORDS)):
        return ""
    found = _UNSEEN.search(low)
    if found is None:
        return ""
    kind = found.lastgroup or "pale"
    return "" if kind == "pale" and has_background(style) else kind


def has_background(style: str) -> bool:
    """样式是否给出白色以外的底色。 Whether a style paints a background that is not white."""
    return "background" in style and _BACKGROUND.search(style) is not None


def notable_rules(token: str) -> dict[str, str]:
    """样式表中与读入有关的类名及其声明。

    The declarations of a `<style>` element by class, of rules that matter here. A class that one rule hides and another shows again
    has `-contested` for the former; what a rule writes before or after an element is `-written`.
    """
    if len(token) > _LONGEST_SHEET or not any(word in token for word in _WORDS):
        return {}
    sheet = _COMMENT.sub("", token[token.find(">") + 1 :])
    if "@" in sheet:
        sheet = _MEDIA.sub("", sheet)
    rules = [
        (selectors, body) for selectors, body in _RULE.findall(sheet) if "display" in body or _NOTABLE.search(body)
    ]
    found: dict[str, str] = {}
    for selectors, body in rules:
        if _NOTABLE.search(body) is None:
            continue
        for selector in selectors.split(","):
            named = _ONE_CLASS.fullmatch(selector.strip())
            if named is None:
                continue
            said = body.strip() if not named.group(2) else "-written" if _CONTENT.search(body) else ""
            if said:
                name = named.group(1).lower()
                before = found.get(name, "")
                found[name] = said if len(before) > _LONGEST_RULE else f"{before};{said}"
    for name in _shown_again(rules, {name for name, said in found.items() if HIDDEN.search(said)}):
        found[name] = HIDDEN.sub(";-contested", found[name])
    return found


def _shown_again(rules: Iterable[tuple[str, str]], hidden: set[str]) -> set[str]:
    shown: set[str] = set()
    for selectors, body in rules if hidden else ():
        display = _DISPLAY.search(body)
        if display is not None and display.group(1).lower() not in ("none", "hidden"):
            shown.update(name.lower() for name in _CLASSES.findall(selectors))
    return shown & hidden
