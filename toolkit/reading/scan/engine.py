"""文字检测与识别：rapidocr 自带的模型, 由 onnxruntime 运行。

Detection and recognition of text with the models that come inside rapidocr's wheel, run by onnxruntime. Nothing is downloaded and
nothing is sent: the model files are opened by their path, and onnxruntime's telemetry is off. The models are loaded once in a
process.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from toolkit.reading.scan.lines import Reading

DETECTION = "PP-OCRv6_det_small.onnx"
RECOGNITION = "PP-OCRv6_rec_small.onnx"
# More threads than this gain little and take the machine from everybody else.
THREADS = 2
# The detector works on pictures no larger than this: 11 point text still has 16 pixels, and a page takes 0.3 GB.
DETECTED_SIDE = 1400
# A pixel is text above the first, a place above the second; it is widened by its area over its perimeter times the last (all as the model
# was trained).
TEXT_SEEN, TEXT_SURE, WIDENED = 0.3, 0.55, 1.6
THINNEST_TEXT = 3
LINE_HEIGHT = 48
# Columns of pictures in one call of the recogniser: its answer has 18,710 numbers for every eight of them.
BATCH_WIDTH = 3200
NARROWEST = 64
# A picture cannot tell these apart, and in a report only the first is meant: their probabilities are one. Not here: 1 and | and l, for a
# stroke may be a piece of a ruled line.
ALIKE = {str(d): chr(0xFF10 + d) for d in range(10)}
ZERO = "0", "OoＯｏ〇○"
WIDEST = 3000


class Engine:
    """两个模型。 The two models: where text stands, and what it says."""

    def __init__(self) -> None:
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        ort: Any = import_module("onnxruntime")
        ort.set_default_logger_severity(4)
        # Only the files: nothing of rapidocr is run, which logs, can download, and takes two seconds to import.
        found = find_spec("rapidocr")
        folder = Path(found.origin or "" if found else "").parent / "models"
        options = ort.SessionOptions()
        options.intra_op_num_threads = min(THREADS, os.cpu_count() or 1)
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        providers = ["CPUExecutionProvider"]
        self._detector = ort.InferenceSession(str(folder / DETECTION), options, providers=providers)
        self._recogniser = ort.InferenceSession(str(folder / RECOGNITION), options, providers=providers)
        characters = self._recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._characters = ["", *characters, " "]
        places = {character: i for i, character in enumerate(self._characters)}
        self._digits = [(places[kept], [places[c] for c in alike if c in places]) for kept, alike in ALIKE.items()]
        self._zero = [(places[ZERO[0]], [places[c] for c in ZERO[1] if c in places])]
        self._comma = [(places["，"], [places[","]])]

    def detect(self, picture: Any) -> list[tuple[float, float, float, float]]:
        """文字所在的矩形。

        The rectangles (left, top, right, bottom in pixels) around the lines of text of an RGB picture that stands upright.
        """
        cv2: Any = import_module("cv2")
        numpy: Any = import_module("numpy")
        height, width = picture.shape[:2]
        scale = min(DETECTED_SIDE / max(height, width), 1.0)
        size = tuple(max(32, round(side * scale / 32) * 32) for side in (width, height))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        batch = _normal(numpy, small[:, :, ::-1])[None]
        found = self._detector.run(None, {self._detector.get_inputs()[0].name: batch})[0]
        return _rectangles(cv2, numpy, found[0, 0], width / size[0], height / size[1])

    def read(self, crops: Sequence[Any], figures: bool = False) -> list[Reading]:
        """逐块识别。 What every crop (an RGB picture of one line) says, in their order; with `figures` a circle is a zero."""
        cv2: Any = import_module("cv2")
        numpy: Any = import_module("numpy")
        widths = [min(WIDEST, max(8, round(crop.shape[1] * LINE_HEIGHT / max(crop.shape[0], 1)))) for crop in crops]
        order = sorted(range(len(crops)), key=lambda i: (widths[i], i))
        readings: list[Reading] = [Reading("")] * len(crops)
        while order:
            wide = max(NARROWEST, -(-widths[order[0]] // 32) * 32)
            batch: list[int] = []
            while order and widths[order[0]] <= wide and (len(batch) + 1) * wide <= max(BATCH_WIDTH, wide):
                batch.append(order.pop(0))
            filled = numpy.zeros((len(batch), 3, LINE_HEIGHT, wide), dtype=numpy.float32)
            for row, i in enumerate(batch):
                crop = cv2.resize(crops[i], (widths[i], LINE_HEIGHT), interpolation=cv2.INTER_LINEAR)
                filled[row, :, :, : widths[i]] = _normal(numpy, crop[:, :, ::-1])
            answers = self._recogniser.run(None, {self._recogniser.get_inputs()[0].name: filled})[0]
            for row, i in enumerate(batch):
                readings[i] = self._decode(numpy, answers[row], wide / widths[i], figures)
        return readings

    def _decode(self, numpy: Any, answer: Any, stretch: float, figures: bool) -> Reading:
        """CTC: the best character of every step, repeats and blanks left out."""
        answer = answer.copy()
        for kept, alike in [*self._digits, *self._comma, *(self._zero if figures else [])]:
            answer[:, kept] += answer[:, alike].sum(axis=1)
            answer[:, alike] = 0
        best = answer.argmax(axis=1)
        sure = numpy.minimum(answer.max(axis=1), 1.0)
        steps = len(best)
        text: list[str] = []
        confidences: list[float] = []
        spans: list[tuple[float, float]] = []
        at = 0
        while at < steps:
            end = at + 1
            while end < steps and best[end] == best[at]:
                end += 1
            character = self._characters[best[at]] if best[at] < len(self._characters) else ""
            if character and not (character == " " and (not text or text[-1] == " ")):
                text.append(character)
                confidences.append(round(float(sure[at:end].max()), 4))
                middle = (at + end) / 2 / steps * stretch
                spans.append((middle, middle))
            at = end
        size = len("".join(text).rstrip())
        return Reading(_THOUSANDS.sub(",", "".join(text[:size])), tuple(confidences[:size]), _widened(spans[:size]))


def _rectangles(
    cv2: Any, numpy: Any, chances: Any, across: float, down: float
) -> list[tuple[float, float, float, float]]:
    """The places where the detector sees text, widened as far as its training shrank them; larger by `across` and `down`."""
    mask = cv2.dilate((chances > TEXT_SEEN).astype(numpy.uint8), numpy.ones((2, 2), numpy.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    sums = numpy.bincount(labels.ravel(), weights=chances.ravel(), minlength=count)
    boxes: list[tuple[float, float, float, float]] = []
    for number in range(1, count):
        x, y, width, height, area = (int(v) for v in stats[number])
        if min(width, height) < THINNEST_TEXT or sums[number] / area < TEXT_SURE:
            continue
        reach = width * height * WIDENED / (2 * (width + height))
        box = (x - reach, y - reach, x + width + reach, y + height + reach)
        sides = (
            max(0.0, box[0]),
            max(0.0, box[1]),
            min(float(mask.shape[1]), box[2]),
            min(float(mask.shape[0]), box[3]),
        )
        boxes.append((sides[0] * across, sides[1] * down, sides[2] * across, sides[3] * down))
    return sorted(boxes, key=lambda b: (b[1], b[0]))


# the comma of thousands, which the recogniser cannot tell from the one of a sentence
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")


def _widened(middles: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Every character reaches half way to its neighbours: the recogniser tells only where its middle is."""
    if not middles:
        return ()
    at = [m[0] for m in middles]
    usual = min((b - a for a, b in itertools.pairwise(at)), default=0.5) or 0.02
    cuts = [max(0.0, at[0] - usual), *((a + b) / 2 for a, b in itertools.pairwise(at)), min(1.0, at[-1] + usual)]
    return tuple((min(a, 1.0), min(b, 1.0)) for a, b in itertools.pairwise(cuts))


def _normal(numpy: Any, picture: Any) -> Any:
    """Colours from -1 to 1, channels first, as the models were trained."""
    return (picture.astype(numpy.float32) / 127.5 - 1.0).transpose(2, 0, 1)


@lru_cache(maxsize=1)
def shared_engine() -> Engine:
    """本进程的模型。 The models of this process, loaded when first needed."""
    return Engine()
