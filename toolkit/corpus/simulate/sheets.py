"""生成器的数据文件。

The data files of the generator (names, templates, rates), each loaded once per process. What is returned is
shared: do not change it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def sheet(name: str) -> Any:
    """读取一个数据文件。

    The content of `name`.yaml beside this file. Example: `sheet("bodies")["third"]`.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf-8"), Loader=loader)  # noqa: S506 - a safe loader
