"""How a table is set: fonts, distances, and how its rules are drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from random import Random

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfbase.ttfonts import TTFont

# Two fonts that every PDF viewer has, and the embedded TrueType ones of the samples.
_FOLDER = Path(__file__).resolve().parents[2] / "samples" / "fonts"
EMBEDDED = ("LiberationSans", "LiberationSerif")
for _name in EMBEDDED:
    pdfmetrics.registerFont(TTFont(_name, _FOLDER / f"{_name}-Regular.ttf"))
    pdfmetrics.registerFont(TTFont(f"{_name}-Bold", _FOLDER / f"{_name}-Bold.ttf"))
_FONTS = (
    ("Helvetica", "Helvetica-Bold"),
    ("Times-Roman", "Times-Bold"),
    *((name, f"{name}-Bold") for name in EMBEDDED),
)
THIN_BLANK = "\u2009"
# A fifth of an em; the standard fonts have no such sign, so there it is printed as a gap.
_THIN_WIDTH = 0.2


def print_width(text: str, font: str, size: float) -> float:
    """The width of a printed text in points."""
    width: float = stringWidth(text.replace(THIN_BLANK, ""), font, size)
    return width + text.count(THIN_BLANK) * _THIN_WIDTH * size


class Drawing(StrEnum):
    """What a rule is made of."""

    LINES = "lines"
    RECTANGLES = "rectangles"
    SEGMENTS = "segments"
    SEGMENT_RECTANGLES = "segment_rectangles"
    DASHED = "dashed"
    DOUBLED_FRAME = "doubled_frame"
    DOUBLED_ALL = "doubled_all"
    CELL_BOXES = "cell_boxes"
    ONE_PATH = "one_path"
    FRAME_BOX = "frame_box"


class Ruling(StrEnum):
    """Which rules there are."""

    FULL = "full"
    HORIZONTAL = "horizontal"
    HEAD_AND_FOOT = "head_and_foot"
    HEAD = "head"
    NONE = "none"
    SHADED_CELLS = "shaded_cells"


@dataclass
class Style:
    """All lengths in points. ``text_mode``: plain, words, characters, twice.

    ``displaced``: rules of the head beside those of the body, ``displaced_rows``: those of the last rows;
    ``corners``: rules stop so much before (or, negative, behind) their corners; ``overhang``: stub labels may run so
    far over their rule; ``head_rules``: in a table with horizontal rules each cell of the head has one below it.
    """

    font: str
    bold_font: str
    size: float
    leading: float
    pad_x: float
    pad_y: float
    drawing: Drawing = Drawing.LINES
    ruling: Ruling = Ruling.FULL
    thickness: float = 0.5
    figure_align: str = "right"
    head_align: str = "center"
    head_valign: str = "middle"
    body_valign: str = "top"
    missing_sides: frozenset[str] = frozenset()
    shaded_head: bool = False
    striped: bool = False
    corners: float = 0.0
    underlined: bool = False
    indents: float = 0.0
    hyphen: str = "-"
    displaced: float = 0.0
    displaced_rows: float = 0.0
    ragged: float = 0.0
    overhang: float = 0.0
    text_mode: str = "plain"
    letter_spaced: bool = False
    stub_width: tuple[float, float] = (70.0, 150.0)
    extra_width: tuple[float, float] = (0.0, 18.0)
    widest: float = 470.0
    span_rules: bool = True
    head_rules: bool = False
    features: set[str] = field(default_factory=set)


def make_style(random: Random) -> Style:
    """A plain ruled style in a random font."""
    font, bold = random.choice(_FONTS)
    size = random.choice((6.5, 7.0, 8.0, 9.0, 10.0))
    return Style(
        font,
        bold,
        size,
        size * random.choice((1.12, 1.2, 1.3)),
        random.uniform(2.0, 5.0),
        random.uniform(1.0, 3.5),
        thickness=random.choice((0.25, 0.5, 0.75, 1.0, 2.0)),
        # In the code of the standard fonts the soft hyphen is a sign that not all parsers know.
        hyphen=random.choice(("-", "\u00ad")) if font in EMBEDDED else "-",
        figure_align=random.choice(("right", "right", "center")),
        head_align=random.choice(("center", "center", "left")),
        head_valign=random.choice(("middle", "top", "bottom")),
        body_valign=random.choice(("top", "middle", "bottom")),
    )
