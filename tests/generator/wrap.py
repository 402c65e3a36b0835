"""Breaking a label into printed lines, words divided at their syllables."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.words import SYLLABLE

Measure = Callable[[str], float]


def wrap(text: str, width: float, measure: Measure) -> list[str]:
    """The printed lines of a label that are at most ``width`` wide; a syllable that is wider stands alone."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        candidate = f"{line} {word}" if line else word
        if measure(candidate.replace(SYLLABLE, "")) <= width:
            line = candidate.replace(SYLLABLE, "")
            continue
        line = _divide(lines, line, word, width, measure)
    lines.append(line)
    return [line for line in lines if line] or [""]


def _divide(lines: list[str], line: str, word: str, width: float, measure: Measure) -> str:
    """Sets ``word`` behind ``line`` as far as it goes; full lines are added, the last one is given back."""
    head, rest = _fitting(f"{line} " if line else "", _syllables(word), width, measure)
    if head:
        lines.append(f"{line} {head}" if line else head)
    elif line:
        lines.append(line)
    while rest and measure("".join(rest)) > width and len(rest) > 1:
        head, shorter = _fitting("", rest, width, measure)
        if not head:
            head, shorter = _with_hyphen(rest[0]), rest[1:]
        lines.append(head)
        rest = shorter
    return "".join(rest)


def _fitting(before: str, syllables: list[str], width: float, measure: Measure) -> tuple[str, list[str]]:
    """As many syllables as fit behind ``before`` with a hyphen, and those that are left."""
    for count in range(len(syllables) - 1, 0, -1):
        # A part that goes on with a capital or a sign without a hyphen of its own could not be put together again.
        head = "".join(syllables[:count])
        if (syllables[count][0].islower() and len(head) > 1) or head.endswith("-"):
            head = _with_hyphen(head)
            if measure(before + head) <= width:
                return head, syllables[count:]
    return "", syllables


def _with_hyphen(text: str) -> str:
    return text if text.endswith("-") else text + "-"


def _syllables(word: str) -> list[str]:
    """The parts between which a word may be divided; behind a hyphen of its own too."""
    parts: list[str] = []
    for syllable in word.split(SYLLABLE):
        pieces = syllable.replace("-", "-\n").split("\n")
        parts.extend(piece for piece in pieces if piece)
    return parts


def widest_piece(text: str, measure: Measure) -> float:
    """The width that no breaking can go below, with the hyphen behind a syllable."""
    widest = 0.0
    for word in text.split(" "):
        syllables = _syllables(word)
        start = 0
        for end in range(1, len(syllables) + 1):
            breakable = end == len(syllables) or (
                (syllables[end][0].islower() and len("".join(syllables[start:end])) > 1)
                or syllables[end - 1].endswith("-")
            )
            if breakable:
                piece = "".join(syllables[start:end])
                last = end == len(syllables)
                widest = max(widest, measure(piece if last else _with_hyphen(piece)))
                start = end
    return widest
