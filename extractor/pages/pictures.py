"""Pictures of the places where tables stand, cut out of the pages."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from extractor.model.geometry import Box

# 110 dots an inch: print of 8 points can be read, and a table takes about 30 kB.
_DOTS_PER_POINT = 110 / 72
_MARGIN = 6.0
# The largest paper of the trade (A0) has 19 million dots at this scale, a scan of 600 dots an inch 35 million.
_MOST_DOTS, _MOST_PIXELS = 50_000_000, 200_000_000
# Print is black on white with a shade or two; sixteen greys show it.
_GREYS = 16


@dataclass(frozen=True, slots=True)
class Picture:
    """A part of a page as a ``data:`` address, and the box that it shows, in points of the page."""

    address: str
    box: Box


class Pictures:
    """Cuts pictures out of one PDF; without file, or where it cannot be opened, there are none."""

    def __init__(self, path: Path | None) -> None:
        self._document: Any = None
        self._page: tuple[int, Any, float, float] | None = None
        if path is not None:
            import pypdfium2

            try:
                self._document = pypdfium2.PdfDocument(path)
            except (OSError, pypdfium2.PdfiumError):  # the report is whole without pictures
                self._document = None

    def __enter__(self) -> Pictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            self._document.close()

    def cut(self, page: int, box: Box) -> Picture | None:
        """The part of a page (from 1) around a box, origin top left; ``None`` without PDF."""
        shown = self._rendered(page)
        if shown is None:
            return None
        image, width, height = shown
        around = Box(
            max(0.0, box.x0 - _MARGIN),
            max(0.0, box.y0 - _MARGIN),
            min(width, box.x1 + _MARGIN),
            min(height, box.y1 + _MARGIN),
        )
        if around.width <= 0 or around.height <= 0:
            return None
        edges = (around.x0, around.y0, around.x1, around.y1)
        part = image.crop(tuple(round(edge * _DOTS_PER_POINT) for edge in edges)).quantize(_GREYS)
        stream = io.BytesIO()
        part.save(stream, "PNG", optimize=False)
        return Picture(f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode('ascii')}", around)

    def _rendered(self, page: int) -> tuple[Any, float, float] | None:
        """The whole page in grey; the last one is kept, since tables of a page follow each other."""
        if self._document is None or not 1 <= page <= len(self._document):
            return None
        if self._page is None or self._page[0] != page:
            import pypdfium2

            try:
                shown = self._document[page - 1]
                if not _can_be_drawn(shown):
                    return None
                image = shown.render(scale=_DOTS_PER_POINT, grayscale=True).to_pil()
            except pypdfium2.PdfiumError:  # as above
                return None
            self._page = (page, image, *shown.get_size())
            shown.close()
        return self._page[1:]


def _can_be_drawn(page: Any) -> bool:
    """Whether neither the page nor what is unpacked for the images on it takes gigabytes."""
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    pixels = sum(across * down for across, down in map(_pixels_of, page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])))
    return bool(width * height * _DOTS_PER_POINT**2 <= _MOST_DOTS and pixels <= _MOST_PIXELS)


def _pixels_of(image: Any) -> tuple[int, int]:
    size: tuple[int, int] = image.get_px_size()
    return size
