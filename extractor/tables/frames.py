"""From loose rules to frames: pieces joined to whole rules, rules that touch gathered to one drawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.model.geometry import Box
from extractor.model.page import Rule

# Pieces of one rule drawn cell by cell are at most 0.7 points out of line in the corpus; rows are 7 points and more.
ALIGNED = 1.2
# Dashes of a dashed rule and cell by cell segments leave gaps of up to 3 points; side by side tables 8 and more.
PIECE_GAP = 3.5
# Strokes drawn cell by cell meet within a point; rules under two neighbouring heads leave 2 to 4 points.
_LONG_STROKE, _STROKE_GAP = 12.0, 1.6
# Rules that meet stop up to 2 points before each other where frames are doubled or drawn cell by cell.
MEETING = 3.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Rules that hang together, and the box around them in points."""

    box: Box
    horizontals: tuple[Rule, ...]
    verticals: tuple[Rule, ...]


def join_pieces(rules: Iterable[Rule]) -> list[Rule]:
    """Whole rules out of dashes, segments and doubled strokes; horizontal first, each kind ordered by position."""
    joined: list[Rule] = []
    for horizontal in (True, False):
        pieces = sorted(
            (rule for rule in rules if rule.horizontal is horizontal), key=lambda rule: (rule.position, rule.start)
        )
        line: list[Rule] = []
        for piece in pieces:
            if line and piece.position - line[-1].position > ALIGNED:
                joined.extend(_join_line(line))
                line = []
            line.append(piece)
        joined.extend(_join_line(line))
    return joined


def _join_line(pieces: list[Rule]) -> list[Rule]:
    """Pieces at about one position, joined where the gap between them is small."""
    joined: list[Rule] = []
    for piece in sorted(pieces, key=lambda rule: rule.start):
        last = joined[-1] if joined else None
        if last is not None and piece.start - last.end <= _gap_between(last, piece):
            # The longer one knows the position better.
            position = last.position if last.end - last.start >= piece.end - piece.start else piece.position
            joined[-1] = Rule(
                piece.horizontal,
                position,
                last.start,
                max(last.end, piece.end),
                max(last.thickness, piece.thickness),
            )
        else:
            joined.append(piece)
    return joined


def _gap_between(left: Rule, right: Rule) -> float:
    """How far pieces of one rule may be apart: dashes more than long strokes, which stop under neighbouring heads."""
    return PIECE_GAP if min(left.end - left.start, right.end - right.start) < _LONG_STROKE else _STROKE_GAP


def gather_frames(rules: Sequence[Rule]) -> list[Frame]:
    """Frames of rules that touch or cross each other, from top to bottom; ``rules`` are whole (`join_pieces`)."""
    horizontals = [rule for rule in rules if rule.horizontal]
    verticals = [rule for rule in rules if not rule.horizontal]
    parents = list(range(len(horizontals) + len(verticals)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for number, vertical in enumerate(verticals, len(horizontals)):
        left, right = vertical.position - MEETING, vertical.position + MEETING
        top, bottom = vertical.start - MEETING, vertical.end + MEETING
        for index, horizontal in enumerate(horizontals):
            if horizontal.position > bottom:
                break
            if horizontal.position >= top and horizontal.start <= right and horizontal.end >= left:
                parents[root(index)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate((*horizontals, *verticals)):
        groups.setdefault(root(index), ([], []))[0 if rule.horizontal else 1].append(rule)
    frames = [Frame(box_of_rules((*across, *down)), tuple(across), tuple(down)) for across, down in groups.values()]
    return sorted(frames, key=lambda frame: (frame.box.y0, frame.box.x0))


def box_of_rules(rules: Iterable[Rule]) -> Box:
    """The box around the middle lines of rules."""
    return Box.around(
        Box(rule.start, rule.position, rule.end, rule.position)
        if rule.horizontal
        else Box(rule.position, rule.start, rule.position, rule.end)
        for rule in rules
    )


def merge_frames(frames: Sequence[Frame]) -> Frame:
    """Several frames as one."""
    return Frame(
        Box.around(frame.box for frame in frames),
        tuple(sorted((rule for frame in frames for rule in frame.horizontals), key=lambda rule: rule.position)),
        tuple(sorted((rule for frame in frames for rule in frame.verticals), key=lambda rule: rule.position)),
    )
