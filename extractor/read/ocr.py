"""Who reads print in pictures: the protocol, and RapidOCR, whose models come with its package.

Nothing of it is imported before a scanned page is met.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from extractor.model.geometry import Box
from extractor.read.picture import Pixels, Spot, cut_out

# The longer side, in pixels, of the picture in which lines are looked for (an A4 page at 140 dots per inch). On ten
# pages of answers with 900 figures all were read, one less at 1,200 and at 2,300, which takes half more memory.
_SEARCH_SIDE = 1600
# Lines, which are made 48 pixels high, are filled up to this breadth. Measured on 690 lines of four pages: three were
# read otherwise than at the 320 of the package (two of them better), in two thirds of the time.
_LEAST_BREADTH = 160
# Below it readings are guesses; RapidOCR's own limit.
_LEAST_SCORE = 0.5
# Signs of Asian type, which the model also uses for what looks the same in ours: "：" for ":".
_PLAIN_SIGNS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x3002: "."}
_FOREIGN = re.compile("[\u0370-\u1dff\u2e80-\uffff]")


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of a line: where its middle stands (0 the beginning of the spot, 1 its end), and how sure it is.

    ``parted`` says that the engine sees a blank in front of it.
    """

    text: str
    place: float
    score: float
    parted: bool = False


Reading = tuple[Sign, ...]
"""What stands in a spot of a picture, without blanks; empty where nothing is read."""


class RecognitionEngine(Protocol):
    """Finds and reads lines of print. An engine's fault is raised as `RecognitionError`."""

    name: str

    def find_lines(self, pixels: Pixels) -> list[Box]:
        """Boxes in pixels around everything that looks like a line of print, in any order."""
        ...

    def read_lines(self, pixels: Pixels, spots: Sequence[Spot]) -> list[Reading]:
        """What stands in each spot."""
        ...


class RecognitionError(Exception):
    """The engine failed on a picture."""


def score_of(reading: Reading) -> float:
    """How sure the engine is of all of it, from 0 (nothing is read) to 1."""
    return sum(sign.score for sign in reading) / len(reading) if reading else 0.0


@cache
def installed_engine() -> RecognitionEngine | None:
    """The engine of the extra ``ocr``, loaded once for each process; ``None`` where it or its models are missing."""
    try:
        import onnxruntime  # noqa: F401
        import rapidocr
    except ImportError:
        return None
    models = Path(rapidocr.__file__).parent / "models"
    detection, recognition = (max(models.glob(f"*_{task}*.onnx"), default=None) for task in ("det", "rec"))
    if detection is None or recognition is None:
        return None
    # The package would set its own level, write to the terminal, and fetch models that it does not find by name.
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    parameters = {
        "Global.log_level": "critical",
        "Global.text_score": 0.0,
        # Lines are cut out here, in the right size; nothing is to be made smaller before.
        "Global.max_side_len": 100_000,
        "Det.model_path": str(detection),
        "Det.limit_type": "max",
        "Det.limit_side_len": _SEARCH_SIDE,
        "Rec.model_path": str(recognition),
        "Rec.rec_img_shape": [3, 48, _LEAST_BREADTH],
        # One thread: documents are read side by side, and the figures must not depend on the number of cores.
        "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
    return RapidEngine(rapidocr.RapidOCR(params=parameters))


class RapidEngine:
    """RapidOCR (PP-OCR models on onnxruntime), used through the switches of its call."""

    name = "RapidOCR"

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def find_lines(self, pixels: Pixels) -> list[Box]:
        """See `RecognitionEngine`."""
        found = self._call(pixels, use_det=True, use_rec=False, return_word_box=False)
        if found.boxes is None:
            return []
        corners = np.asarray(found.boxes)
        return [Box(*edges) for edges in np.hstack((corners.min(axis=1), corners.max(axis=1))).tolist()]

    def read_lines(self, pixels: Pixels, spots: Sequence[Spot]) -> list[Reading]:
        """See `RecognitionEngine`."""
        return [self._read(pixels, spot) for spot in spots]

    def _read(self, pixels: Pixels, spot: Spot) -> Reading:
        found = self._call(cut_out(pixels, spot), use_det=False, use_rec=True, return_word_box=True)
        if not found.txts or not found.txts[0].strip():
            return ()
        text, known = found.txts[0].translate(_PLAIN_SIGNS), found.word_results[0]
        # The model knows 50 scripts; what it reads in another one than ours is a scrap of a letter or a drawing.
        if found.scores[0] < _LEAST_SCORE or _FOREIGN.search(text):
            return ()
        places = iter([(column + 0.5) / known.line_txt_len for word in known.word_cols for column in word])
        return tuple(
            Sign(sign, next(places), score, number > 0 and text[number - 1] == " ")
            for number, (sign, score) in enumerate(zip(text, known.confs, strict=True))
            if sign != " "
        )

    def _call(self, pixels: Pixels, **switches: bool) -> Any:
        try:
            return self._engine(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), use_cls=False, **switches)
        except Exception as error:  # it raises classes of its own and those of three libraries below it
            raise RecognitionError(_last_line(str(error))) from error


def _last_line(text: str) -> str:
    """What went wrong: RapidOCR gives the whole traceback of onnxruntime as its message."""
    return (text.strip().splitlines() or [""])[-1]
