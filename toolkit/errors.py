"""错误：一句话说清文件、位置、应有什么、实际是什么、怎么办。

One base, few children. Each error is one clear sentence in Chinese and one in English: file, place, what was expected, what was found,
what to do. Nothing below the front door prints or logs; callers get these as values or exceptions.
"""

from __future__ import annotations


class OgiError(Exception):
    """本工具的一切错误。

    Base of every error the toolkit raises. `code` is a short stable name ("empty_file"), `zh` and `en` one sentence each.
    """

    def __init__(self, code: str, file: str, zh: str, en: str) -> None:
        self.code, self.file, self.zh, self.en = code, file, zh, en
        super().__init__(f"{file}: {zh} {en}")

    def __reduce__(self) -> tuple[type[OgiError], tuple[str, str, str, str]]:
        return type(self), (self.code, self.file, self.zh, self.en)


class ReadError(OgiError):
    """文件读不了：不存在、为空、太大、不是所称的格式、解不开的字节。 A file that cannot be read."""


class NotAReportError(OgiError):
    """文件能读, 但不是政府信息公开工作年度报告。 A file that was read and is no annual report."""


class VocabularyError(OgiError):
    """词表文件有误：哪一行、哪一列、应当怎样。 A row of the vocabulary that does not fit its schema."""


class CorpusError(OgiError):
    """语料库建不成或打不开：来源有误、位置写不进、磁盘已满、正被另一进程使用。 A corpus that cannot be built or opened."""


class ComparabilityError(OgiError):
    """不可比的年度不能连成序列：哪一个序列、在哪两种格式之间、为什么。 A series that would join years that cannot be compared."""
