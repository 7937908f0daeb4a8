"""小小的 Word 文件, 供测试用。 Small Word files for the tests, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(body: str, parts: Mapping[str, str] | None = None, **related: str) -> bytes:
    """一份 DOCX。

    A DOCX of a body. `related` are other parts with a relation of that kind (styles=..., numbering=..., footer=...), given by what stands
    inside their root element; `parts` are files added as they are.
    """
    roots = {"styles": "styles", "numbering": "numbering", "footer": "ftr", "header": "hdr", "footnotes": "footnotes"}
    files = {
        "[Content_Types].xml": content_types("document", *related),
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": document(body),
        "word/_rels/document.xml.rels": relations({kind: (kind, f"{kind}.xml") for kind in related}),
    }
    for kind, content in related.items():
        files[f"word/{kind}.xml"] = f"{HEAD}<w:{roots[kind]} {NAMES}>{content}</w:{roots[kind]}>"
    return archive({**files, **(parts or {})})


def content_types(*names: str) -> str:
    """各部分的类型, 其他程序要靠它打开文件。 The types of the parts, without which other programs do not open the file."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{main}{name}{".main" * (name == "document")}+xml"/>'
        for name in names
    )
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' + overrides
    )
    return f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{types}</Types>'


def document(body: str) -> str:
    """正文部分。 The main part around a body."""
    return f"{HEAD}<w:document {NAMES}><w:body>{body}</w:body></w:document>"


def relations(found: Mapping[str, tuple[str, str]], mode: str = "Internal") -> str:
    """关系部分。 A part of relations: id -> (kind, target)."""
    inside = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for key, (kind, target) in found.items()
    )
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def archive(files: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """压缩包。 A ZIP archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return buffer.getvalue()


def r(text: str, properties: str = "") -> str:
    """一段文字。 A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """一个段落；内容不以 < 开头的视为文字。 A paragraph; content that is no markup becomes a run."""
    runs = "".join(each if each.startswith("<") else r(each) for each in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    """一个单元格。 A cell; content that is no markup becomes a paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """一行。 A row; a cell that is no markup becomes one."""
    inside = "".join(each if each.startswith("<") else tc(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tbl(*rows: str) -> str:
    """一张表。 A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def ins(content: str) -> str:
    """插入的内容。 A tracked insertion."""
    return f'<w:ins w:id="1" w:author="a">{content}</w:ins>'


def gone(text: str) -> str:
    """删除的内容。 A tracked deletion."""
    return f'<w:del w:id="2" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def field(instruction: str, result: str | None) -> str:
    """一个域。 A field, with or without a result."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def text_box(content: str, floats: bool = True) -> str:
    """文本框, 新旧两种写法各一份。 A text box as Word writes it: once for new programs, once again for old ones."""
    place = "anchor" if floats else "inline"
    style = "position:absolute" if floats else "width:9pt"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:{place}><wps:txbx><w:txbxContent>{content}'
        f"</w:txbxContent></wps:txbx></wp:{place}></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="{style}"><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def level(at: int, style: str, text: str, more: str = "") -> str:
    """列表的一级。 One level of a list."""
    return f'<w:lvl w:ilvl="{at}">{more}<w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, num: str = "") -> str:
    """一个列表, 编号为 1。 One list, number 1."""
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>' + (
        num or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


def listed(at: int = 0, num: int = 1) -> str:
    """段落属于列表。 A paragraph's membership in a list."""
    return f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>'
