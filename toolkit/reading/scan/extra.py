"""识别文字所需的组件是否已安装。

Whether the packages that recognise text, the extra `[scan]`, are installed; nothing of them is imported to know it.
"""

from __future__ import annotations

from importlib.util import find_spec

from toolkit.errors import ReadError

NEEDED = ("cv2", "numpy", "onnxruntime", "PIL", "rapidocr")


def extra_installed() -> bool:
    """识别组件是否齐全。 Whether all packages of the extra `[scan]` are there."""
    return all(_is_there(package) for package in NEEDED)


def require_extra(name: str) -> None:
    """缺少识别组件时说明要装什么。 Raises `ReadError` "scan_extra_missing" where the packages of the extra are not installed."""
    if extra_installed():
        return
    zh = '这是图片或扫描件, 要识别文字才能读; 请先安装识别组件: pip install "ogi-toolkit[scan]" (在本项目目录里: pip install ".[scan]")。'
    en = (
        "This is a picture or a scan, and its characters have to be recognised: install the extra first: "
        'pip install "ogi-toolkit[scan]" (in the folder of this project: pip install ".[scan]").'
    )
    raise ReadError("scan_extra_missing", name, zh, en)


def _is_there(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except (ImportError, ValueError):
        return False
