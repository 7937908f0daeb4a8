"""读不了的 Word 文件：每一种一句话。

Word files that cannot be read: one sentence each, saying what was expected and what to do.
"""

from __future__ import annotations

from toolkit.errors import ReadError

_SAVE_AGAIN = "请用 Word 或 WPS 打开后另存为 DOCX 再试。"
_SAVE_AGAIN_EN = "open it in Word or WPS, save it as DOCX and try again."

_SENTENCES: dict[str, tuple[str, str]] = {
    "damaged_docx": (
        f"文件像是 DOCX 或 ODT, 但压缩包或其中的 XML 已损坏, 不能保证数字完整; {_SAVE_AGAIN}",
        f"The file looks like a DOCX or ODT, but its archive or the XML in it is damaged and figures might be lost: {_SAVE_AGAIN_EN}",
    ),
    "no_word_text": (
        f"这个压缩包里没有 Word 正文; 应为一份 DOCX 报告, {_SAVE_AGAIN}",
        f"There is no Word text in this archive; a report as DOCX was expected: {_SAVE_AGAIN_EN}",
    ),
    "encrypted": (
        "文件设有打开密码, 读不出内容; 请去掉密码另存后再试。",
        "The file is protected by a password and its content cannot be read: save it without the password and try again.",
    ),
    "archive_bomb": (
        "文件解压后大得不像一份报告, 已停止读取; 请检查文件来源, 或只保存报告正文后再试。",
        "Unpacked, the file is far larger than any report, and reading was stopped: check where it comes from, or save the report alone.",
    ),
    "has_doctype": (
        f"文件的 XML 带有 DOCTYPE 或实体声明, Word 文件里不应有这些, 因此不读; {_SAVE_AGAIN}",
        f"The XML of the file declares a DOCTYPE or entities, which no Word file needs, so it is not read: {_SAVE_AGAIN_EN}",
    ),
    "too_complex": (
        "文件里的段落、单元格或嵌套层次太多, 不像一份报告; 请只保存报告正文后再试。",
        "The file has more paragraphs, cells or levels of nesting than any report: save the report alone and try again.",
    ),
    "empty_file": (
        "Word 文件里没有一个字(可能全是图片); 应为一份报告, 请提供文字版, 或另存为 PDF 后按扫描件读取。",
        "The Word file has no text (it may be pictures): supply the report as text, or save it as PDF to read it as a scan.",
    ),
}


def refusal(code: str, name: str) -> ReadError:
    """读不了的原因。 The error for one of the reasons above; `name` is the file's."""
    return ReadError(code, name, *_SENTENCES[code])
