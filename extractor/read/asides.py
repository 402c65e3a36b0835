"""What stands on the pages but is no content: running heads, the Vorabfassung note, stamps, printer's lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractor.model.page import Aside, Line

# The running heads of the Bundestag (and of those Landtage that use the same form): each of these alone in a line.
_RUNNING_HEAD = re.compile(
    r"""(?:(?:Deutscher\ Bundestag|Bundesrat|Landtag|Bürgerschaft|Abgeordnetenhaus)[^.?!]*[–-]\s*\d+\.\s*Wahlperiode
        |Drucksache\s*\d{1,2}/\d+(?:\s*\(neu\))?
        |\d+\.\s*Wahlperiode
        |[–-]\s*(?:\d+|[IVXLC]+)\s*[–-]
        |Seite\s+\d+(?:\s+von\s+\d+)?
        |\s)+""",
    re.VERBOSE,
)
_PRINTER_LINE = re.compile(
    r"[A-Z] ?:\\|\bISSN\s*0722\s*-\s*8333|^(?:Satz|Druck|Gesamtherstellung|Vertrieb)\s*:"
    r"|[\w.]+ ?\.\s?fm\b.*\d{1,2}[:.]\d{2}"
)
# Looked for first, since nearly no line has one of them.
_PRINTER_SIGN = re.compile(r":|ISSN|fm\b")
_STAMP = re.compile(r"korrektur|berichtigtefassung|korrigiertefassung|berichtigung")
# Running heads end above 9.4 % of the page's height in all layouts seen, bodies begin at 11.6 %; feet stand below 93 %.
_HEAD_ZONE, _FOOT_ZONE = 0.105, 0.93
# The note runs in the outer margin: body text and tables end at 92 % of the page's width in all layouts seen.
_MARGIN_ZONE = 0.92
# A line that comes back, digits aside, on this share of the pages (and on three at least) is a running head.
_REPEATED_SHARE, _REPEATED_PAGES = 0.5, 3


def find_asides(pages: Sequence[tuple[float, float, Sequence[Line]]]) -> list[dict[int, Aside]]:
    """For each page (width, height in points, lines) the indices of lines that are no content, and why."""
    repeated = _repeated_lines(pages)
    return [
        _asides_of_page(number, width, height, lines, repeated)
        for number, (width, height, lines) in enumerate(pages, 1)
    ]


def _asides_of_page(
    number: int, width: float, height: float, lines: Sequence[Line], repeated: frozenset[str]
) -> dict[int, Aside]:
    found = dict.fromkeys(_margin_note(width, lines), Aside.VORABFASSUNG_NOTE)
    for index, line in enumerate(lines):
        if index in found:
            continue
        # The first page of a Drucksache prints its number and date where the others have the running head.
        if number > 1 and in_outer_zone(line.y0, line.y1, height) and _is_running_head(line, repeated):
            found[index] = Aside.RUNNING_HEAD
        elif _PRINTER_SIGN.search(line.text) and _PRINTER_LINE.search(line.text):
            found[index] = Aside.PRINTER_LINE
        elif number == 1 and line.y0 < height / 3 and _STAMP.fullmatch(_letters(line.text)):
            found[index] = Aside.KORREKTUR_STAMP
    return found


def _is_running_head(line: Line, repeated: frozenset[str]) -> bool:
    return reads_as_running_head(line.text) or _masked(line) in repeated


def reads_as_running_head(text: str) -> bool:
    """Whether a line is nothing but what parliaments print above their pages: name, Wahlperiode, number, page."""
    return _RUNNING_HEAD.fullmatch(text) is not None


def in_outer_zone(y0: float, y1: float, page_height: float) -> bool:
    """Whether print from ``y0`` down to ``y1`` stands above or below the text."""
    return y1 < _HEAD_ZONE * page_height or y0 > _FOOT_ZONE * page_height


def _repeated_lines(pages: Sequence[tuple[float, float, Sequence[Line]]]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for _, height, lines in pages:
        counts.update({_masked(line) for line in lines if line.angle == 0 and in_outer_zone(line.y0, line.y1, height)})
    enough = max(_REPEATED_PAGES, _REPEATED_SHARE * len(pages))
    return frozenset(text for text, count in counts.items() if count >= enough)


def _masked(line: Line) -> str:
    """The line with digits made alike and its height on the page, so that only heads at one height are counted."""
    return f"{re.sub(r'[0-9]+', '#', line.text)}@{round(line.y0 / 4)}"


def _margin_note(width: float, lines: Sequence[Line]) -> list[int]:
    """The rotated lines in the outer margins, if together they read "Vorabfassung" (it may be letter-spaced)."""
    in_margin = [index for index, line in enumerate(lines) if line.angle in (90, 270) and stands_in_margin(line, width)]
    return in_margin if "vorabfassung" in _letters("".join(lines[index].text for index in in_margin)) else []


def stands_in_margin(line: Line, width: float) -> bool:
    """Whether the middle of a line stands left or right of the text on a page of this width."""
    return not (1 - _MARGIN_ZONE) * width < (line.x0 + line.x1) / 2 < _MARGIN_ZONE * width


def _letters(text: str) -> str:
    return re.sub(r"[^a-zäöüß]", "", text.casefold())
