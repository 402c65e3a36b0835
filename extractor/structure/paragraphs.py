"""Lines that belong together, joined to paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractor.grammar.hyphenation import join_lines
from extractor.model.page import Line
from extractor.model.structure import Paragraph
from extractor.structure.drafts import LineRole
from extractor.structure.layout import PlacedLine, Typography, same_size

# A first line may be indented against the next by this many type sizes, or hang out by as much (numbered lists).
_FIRST_INDENT = 3.5
# Lines of one paragraph may begin this far apart: quotation marks and italics hang out a little.
_EDGE = 0.5


def gather_paragraphs(
    lines: Sequence[PlacedLine], roles: Iterable[LineRole], typography: Typography
) -> tuple[Paragraph, ...]:
    """The paragraphs of all lines outside ruled frames, in reading order; a page break ends a paragraph.

    Lines of columns beside each other are kept apart: a line goes on with the paragraph above it that it stands under.
    """
    gathered: list[tuple[int, LineRole, list[Line]]] = []
    recent: list[tuple[int, LineRole, list[Line]]] = []
    page = 0
    for placed, role in zip(lines, roles, strict=True):
        if placed.framed:
            continue
        if placed.page != page:
            page, recent = placed.page, []
        found = next(
            (entry for entry in reversed(recent) if entry[1] == role and _goes_on(entry[2], placed.line, typography)),
            None,
        )
        if found is not None:
            found[2].append(placed.line)
            continue
        entry = (placed.page, role, [placed.line])
        gathered.append(entry)
        # Only what stands directly above can go on: the last paragraphs of as many columns as a page may have.
        recent = [*recent[-3:], entry]
    return tuple(
        Paragraph(number, role.kind, join_lines(line.text for line in own), tuple(own), role.question_ids)
        for number, role, own in gathered
    )


def _goes_on(above: Sequence[Line], line: Line, typography: Typography) -> bool:
    last = above[-1]
    distance = line.y0 - last.y0
    if not 0 < distance <= 1.25 * typography.pitch * max(line.size, last.size):
        return False
    if line.bold != last.bold or not same_size(line.size, last.size):
        return False
    edge = above[1].x0 if len(above) > 1 else above[0].x0
    allowed = _EDGE if len(above) > 1 else _FIRST_INDENT
    return abs(line.x0 - edge) <= allowed * line.size
