"""Scans made of PDFs, as a scanner writes them, and an engine that knows what stands on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pypdf
import pypdfium2
from PIL import Image

from extractor.model.geometry import Box
from extractor.model.page import Page, PdfSource, Word
from extractor.read import read_document
from extractor.read.ocr import Reading, RecognitionError, Sign
from extractor.read.picture import DOTS_PER_INCH, Pixels, Spot

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
_SCALE = DOTS_PER_INCH / 72


def scan(document: bytes, *, dpi: int = 200, skew: float = 0.0, noise: float = 0.0, turn: int = 0) -> bytes:
    """A PDF of nothing but pictures: ``skew`` and ``turn`` in degrees counterclockwise, ``noise`` in grey levels."""
    random = np.random.default_rng(7)
    pictures = []
    for page in pypdfium2.PdfDocument(document):
        picture = page.render(scale=dpi / 72).to_pil().convert("L").rotate(turn, expand=True)
        picture = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
        # Paper is not quite white, and print not quite black.
        grey = np.asarray(picture, dtype=np.float64) * 0.93 + 8
        grey += random.normal(0, noise, grey.shape) if noise else 0.0
        pictures.append(Image.fromarray(grey.clip(0, 255).astype(np.uint8)))
    buffer = BytesIO()
    pictures[0].save(buffer, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi, quality=70)
    return buffer.getvalue()


def sample(name: str) -> bytes:
    return (SAMPLES / name / "document.pdf").read_bytes()


def source_of(data: bytes) -> PdfSource:
    return PdfSource("scan.pdf", data, "0" * 64)


def joined(*documents: bytes) -> bytes:
    """The pages of several PDFs in one."""
    writer = pypdf.PdfWriter()
    for document in documents:
        writer.append(BytesIO(document))
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def only_pages(document: bytes, *numbers: int) -> bytes:
    """These pages (from 1) of a PDF."""
    writer, reader = pypdf.PdfWriter(), pypdf.PdfReader(BytesIO(document))
    for number in numbers:
        writer.add_page(reader.pages[number - 1])
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


@dataclass
class StandIn:
    """Finds and reads what the text layer of ``originals`` has, page by page as they are asked for.

    It is as blind as real engines: it does not find lone dashes, and what it gets the wrong way round it reads with
    a low score. ``wrong`` are words that it misreads, ``unsure`` those of whose last sign it is not sure; a page of
    ``broken`` (from 0) makes it fail.
    """

    originals: Sequence[Page]
    wrong: dict[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    broken: frozenset[int] = frozenset()
    name: str = "stand-in"
    asked: int = -1

    def find_lines(self, pixels: Pixels) -> list[Box]:
        self.asked += 1
        if self.asked in self.broken:
            raise RecognitionError("out of order")
        return [
            Box(box.x0 * _SCALE - 3, box.y0 * _SCALE - 3, box.x1 * _SCALE + 3, box.y1 * _SCALE + 3)
            for words in self._runs()
            for box in [Box.around(word.box for word in words)]
        ]

    def read_lines(self, pixels: Pixels, spots: Sequence[Spot]) -> list[Reading]:
        return [self._read(spot) for spot in spots]

    def _read(self, spot: Spot) -> Reading:
        held = [word for word in self._page().words if _is_in(word, spot.box)]
        if not held or any(word.angle != spot.angle for word in held):
            return reading_of([("xx", 0.1, 0.9)], score=0.6) if held else ()
        held.sort(key=lambda word: -word.y0 if spot.angle == 90 else word.y0 if spot.angle == 270 else word.x0)
        entries, doubtful = [], []
        for word in held:
            text = word.text.replace("\u00ad", "-")
            doubtful += [False] * (len(text) - 1) + [text in self.unsure]
            entries.append((self.wrong.get(text, text), *_ends_of(word, spot)))
        signs = reading_of(entries)
        if not any(doubtful):
            return signs
        return tuple(replace(sign, score=0.4) if unsure else sign for sign, unsure in zip(signs, doubtful, strict=True))

    def _page(self) -> Page:
        return self.originals[self.asked % len(self.originals)]

    def _runs(self) -> list[list[Word]]:
        """Words that follow one another closely, in one direction."""
        runs: list[list[Word]] = []
        words = [word for word in self._page().words if word.text not in ("-", "–")]
        for before, word in pairwise([None, *words]):
            assert word is not None
            gap = 99.0
            if before is not None and before.angle == word.angle:
                level = word.angle == 0
                same = abs(before.y1 - word.y1) < 2 if level else abs(before.x1 - word.x1) < 2
                gap = (word.x0 - before.x1 if level else before.y0 - word.y1) if same else gap
            if -1 < gap < 0.6 * word.size:
                runs[-1].append(word)
            else:
                runs.append([word])
        return runs


def reading_of(words: Sequence[tuple[str, float, float]], score: float = 0.99) -> Reading:
    """Words with the parts of the line at which they begin and end, their signs evenly spread."""
    return tuple(
        Sign(sign, start + (end - start) * (number + 0.5) / len(text), score, parted=number == 0 and index > 0)
        for index, (text, start, end) in enumerate(words)
        for number, sign in enumerate(text)
    )


def _ends_of(word: Word, spot: Spot) -> tuple[float, float]:
    """Where a word begins and ends, in parts of the spot, in its direction of reading."""
    box = spot.box
    x0, y0, x1, y1 = (edge * _SCALE for edge in (word.x0, word.y0, word.x1, word.y1))
    if spot.angle == 90:
        return (box.y1 - y1) / box.height, (box.y1 - y0) / box.height
    if spot.angle == 270:
        return (y0 - box.y0) / box.height, (y1 - box.y0) / box.height
    return (x0 - box.x0) / box.width, (x1 - box.x0) / box.width


def _is_in(word: Word, box: Box) -> bool:
    return box.contains(word.box.center_x * _SCALE, word.box.center_y * _SCALE)


def stand_in_for(document: bytes, **options: object) -> StandIn:
    """An engine for the scan of a PDF with text."""
    return StandIn(read_document(source_of(document))[0].pages, **options)  # type: ignore[arg-type]
