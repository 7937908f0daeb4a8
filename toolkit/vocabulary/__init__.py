"""词表：法定表格、勾稽关系、标题等领域知识, 以数据形式存放。

Domain knowledge as data: every YAML file of this folder, loaded and validated once per process.

A file that begins with `fields:` carries its own schema: a mapping of field name to type ("str", "list", "int", "bool", "map", "any";
a "?" at the end of the name makes it optional), and every entry of `rows:` is checked against it. Any other file is plain data.
The statutory forms and the relations have typed accessors: `form`, `forms`, `relations`, `cell_paths`.
Everything returned is shared and must not be changed by callers.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from toolkit.errors import VocabularyError
from toolkit.vocabulary.forms import (
    Block,
    Column,
    Form,
    FormTable,
    Relation,
    Row,
    Term,
    build_form,
    build_relation,
    path_of,
)

__all__ = [
    "Block",
    "Column",
    "Form",
    "FormTable",
    "Relation",
    "Row",
    "Term",
    "all_forms",
    "cell_paths",
    "form",
    "forms",
    "load",
    "path_of",
    "relations",
    "rows",
]

FOLDER = Path(__file__).parent
FORM_IDS = ("2014", "2019", "2021")
TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "list": (list,),
    "int": (int,),
    "bool": (bool,),
    "map": (dict,),
    "any": (object,),
}


def _complain(name: str, where: str, zh: str, en: str) -> VocabularyError:
    return VocabularyError("vocabulary", f"vocabulary/{name}.yaml", f"{where}：{zh}", f"{where}: {en}")


def _check_rows(name: str, data: dict[str, Any]) -> None:
    """Every row has its required fields, no unknown ones, and values of the declared types."""
    fields = {key.rstrip("?"): (TYPES.get(kind), key.endswith("?")) for key, kind in data["fields"].items()}
    for key, (kind, _) in fields.items():
        if kind is None:
            raise _complain(name, f"fields.{key}", "未知的类型。", f"unknown type {data['fields'].get(key)!r}.")
    for number, row in enumerate(data.get("rows") or [], 1):
        where = f"row {number}"
        if not isinstance(row, dict):
            raise _complain(name, where, "应当是字段与值的对应。", "a mapping of fields to values was expected.")
        where += f" ({row.get('id', '')})" if row.get("id") else ""
        for key, (kind, optional) in fields.items():
            if key not in row:
                if not optional:
                    raise _complain(name, where, f"缺少字段 {key}。", f"field {key!r} is missing.")
            elif kind and not isinstance(row[key], kind):
                raise _complain(
                    name, where, f"字段 {key} 的类型不对：{row[key]!r}。", f"field {key!r} has the wrong type."
                )
        unknown = set(row) - set(fields)
        if unknown:
            raise _complain(
                name, where, f"未声明的字段 {sorted(unknown)}。", f"fields {sorted(unknown)} are not declared."
            )


@cache
def load(name: str) -> Any:
    """读入并校验一个词表文件。

    The data of `<name>.yaml`, validated and cached. Raises `VocabularyError` naming file and row where the file is missing,
    is no YAML, or a row does not fit the schema under `fields`.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same rules, in C
    path = FOLDER / f"{name}.yaml"
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  (one of the two safe loaders)
    except FileNotFoundError:
        raise _complain(name, "file", "没有这个词表文件。", "there is no such vocabulary file.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "file"
        raise _complain(
            name, where, "不是合法的 YAML。", f"no valid YAML: {getattr(error, 'problem', error)}."
        ) from None
    if isinstance(data, dict) and "fields" in data:
        _check_rows(name, data)
    return data


def rows(name: str) -> list[dict[str, Any]]:
    """带字段声明的词表的各行。 The rows of a vocabulary file that declares its fields."""
    data = load(name)
    if not isinstance(data, dict) or "rows" not in data:
        raise _complain(name, "rows", "该词表没有 rows。", "this vocabulary has no rows.")
    found: list[dict[str, Any]] = data["rows"]
    return found


def described(name: str, section: str) -> list[dict[str, Any]]:
    """词表一节的各行, 补上该文件的默认说明。

    The rows of a section of a vocabulary file, each with `since` and `until` (report years in which the wording is the official one or is
    met; None is open) and `source`, from the file's `defaults` where a row does not say.

    >>> described("measures", "measures")[0]["since"]
    2008
    """
    data = load(name)
    return [data["defaults"] | row for row in data[section]]


@cache
def form(id: str) -> Form:
    """一种法定表格。

    The statutory form "2014" (the statistics table), "2019" or "2021". Raises `VocabularyError` for any other id.
    """
    name = f"form_{id}"
    if id not in FORM_IDS:
        raise _complain(name, "file", "没有这种法定表格。", f"there is no statutory form {id!r}.")
    data = load(name)
    base = form(str(data["same_as"])) if data.get("same_as") else None
    try:
        return build_form(data, base)
    except (KeyError, TypeError, ValueError) as error:
        raise _complain(name, "tables", f"结构不对：{error}。", f"wrong structure: {error!r}.") from None


def forms() -> tuple[Form, ...]:
    """六个部分的报告的法定表格, 按年份。 The statutory forms of the report of six parts (2019, 2021), oldest first."""
    return tuple(form(id) for id in FORM_IDS if form(id).hybrid is not None)


def all_forms() -> tuple[Form, ...]:
    """全部法定表格, 含2014年统计表, 按年份。 All statutory forms, the statistics table of 2014 included, oldest first."""
    return tuple(form(id) for id in FORM_IDS)


@cache
def relations() -> tuple[Relation, ...]:
    """表格的全部勾稽关系。

    All relations that the tables must (hard) or should (soft) satisfy, in the order of the file.
    """
    made = []
    for number, row in enumerate(rows("relations"), 1):
        try:
            made.append(build_relation(row))
        except (KeyError, TypeError, ValueError) as error:
            where = f"row {number} ({row.get('id', '')})"
            raise _complain("relations", where, f"{error}。", f"{error!r}.") from None
    return tuple(made)


def cell_paths(form_id: str, variant: str = "standard") -> tuple[str, ...]:
    """一种表格的全部单元格路径, 按印刷顺序。

    The paths of all cells of a form in printed order. `variant` is "standard", or "hybrid" for the requests table of the
    other edition: the single row (六)其他处理 on the 2021 form, the three rows on the 2019 form.
    """
    return form(form_id).paths(variant)
