"""落款：署名与日期。

The closing of a report: the lines with the signature and the date at its end.
"""

from __future__ import annotations

import re

from toolkit.parsing.dates import find_dates
from toolkit.parsing.issuers import is_body
from toolkit.parsing.paragraphs import Placed

# the signature stands in the last lines; links and attachments may follow it
LAST_LINES = 12
LONGEST_SIGNATURE = 60


def is_date_line(text: str) -> bool:
    """整行只有一个日期(或署名加日期)。 Whether a line holds nothing but a date, or a signature and a date."""
    if len(text) > LONGEST_SIGNATURE:
        return False
    dates = find_dates(text)
    if len(dates) != 1:
        return False
    rest = re.sub(r"[\s()（）。.,，:：]", "", text[: dates[0].start] + text[dates[0].end :])
    return not rest or is_body(rest)


def closing_start(paragraphs: list[Placed], low: int) -> int:
    """落款从第几段开始。

    The index of the first paragraph of the closing, after paragraph `low` (the last heading); the number of paragraphs where there
    is no signature.
    """
    count = len(paragraphs)
    for at in range(count - 1, max(low, count - LAST_LINES) - 1, -1):
        text = paragraphs[at].paragraph.text
        if at > low and is_date_line(text):
            start = at
            while start - 1 > low and is_body(paragraphs[start - 1].paragraph.text):
                start -= 1
            return start
    for at in range(count - 1, max(low, count - 4), -1):
        if is_body(paragraphs[at].paragraph.text):
            return at
    return count
