"""Word版式。

Reports as DOCX: a zip of XML written here, with real tables (spans in both directions). The same report gives
the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache

from toolkit.corpus.simulate.layouts import Made
from toolkit.corpus.simulate.tables import WIDTH, laid, printed

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_DAY = (1980, 1, 1, 0, 0, 0)  # the files inside carry no time of their making
_NAMES = "http://schemas.openxmlformats.org"
_TYPES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="{_NAMES}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="{_NAMES}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_NAMES}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_BEFORE = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_NAMES}/wordprocessingml/2006/main"><w:body>'
_AFTER = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_ALIGNED = {"title": "center", "caption": "center", "signed": "right"}


def word(made: Made) -> bytes:
    """排成DOCX。 The report as a DOCX file."""
    parts = [_BEFORE, _paragraph(made.title, "title")]
    parts += [_paragraph("　".join(made.meta), "caption")] if made.meta else []
    for block in made.blocks:
        if block.kind == "table":
            template, places = _template(made.form, made.hybrid, block.table, made.lost)
            parts += [template % tuple(printed(made.cells, path) for path in places), _paragraph("", "text")]
        else:
            parts.append(_paragraph(block.text, block.kind))
    parts += [_paragraph(line, "signed") for line in made.signed]
    files = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": "".join([*parts, _AFTER])}
    made_of = io.BytesIO()
    with zipfile.ZipFile(made_of, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode("utf-8"))
    return made_of.getvalue()


def _paragraph(text: str, kind: str) -> str:
    aligned = f'<w:pPr><w:jc w:val="{_ALIGNED[kind]}"/></w:pPr>' if kind in _ALIGNED else ""
    bold = "<w:rPr><w:b/></w:rPr>" if kind in ("title", "heading") else ""
    return f'<w:p>{aligned}<w:r>{bold}<w:t xml:space="preserve">{text.translate(_ESCAPED)}</w:t></w:r></w:p>'


@cache
def _template(form: str, hybrid: bool, name: str, lost: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    width = 9000 // WIDTH[name]
    lines = [
        f"<w:tbl><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr><w:tblGrid>"
        + f'<w:gridCol w:w="{width}"/>' * WIDTH[name]
        + "</w:tblGrid>"
    ]
    places = []
    for row in laid(form, hybrid, name, lost):
        cells = []
        for placed in row:
            slot = placed.slot
            spans = f'<w:gridSpan w:val="{slot.across}"/>' if slot.across > 1 else ""
            spans += ("<w:vMerge/>" if placed.goes_on else '<w:vMerge w:val="restart"/>') if slot.down > 1 else ""
            text = "" if placed.goes_on else "%s" if slot.path else slot.text.translate(_ESCAPED).replace("%", "%%")
            size = width * slot.across
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/>{spans}</w:tcPr>{_paragraph(text, "text")}</w:tc>'
            )
            if slot.path:
                places.append(slot.path)
        lines.append(f"<w:tr>{''.join(cells)}</w:tr>")
    lines.append("</w:tbl>")
    return "".join(lines), tuple(places)
