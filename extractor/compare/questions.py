"""The same question in successive answers: what a table is about often stands in its question alone.

"Anerkennungen nach Staatsangehörigkeit" is one count below a question on all applicants and another below one on
unaccompanied minors. So figures join only where their questions are of one lineage: each question continues the one of
the papers before it that it shares most of its words with, if that is half of them or more. The letters of a number
(1a, 1b) are one question: they are often answered together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from extractor.compare.times import Row

# Short words are grammar; behind six letters German inflects.
_WORD = re.compile(r"[^\W\d_]{5,}")
_STEM = 6
# Of 2,700 joined pairs of four answers from 2014 to 2019 those with the same question shared 50 % or more, those
# with another one 40 % or less.
_SHARED = 0.5

Lineages = Mapping[tuple[str, str], str]


def find_lineages(questions: Iterable[Row], order: Sequence[str]) -> Lineages:
    """The lineage of each question by document and id, named by its first question (``bt-18-705 1``).

    ``order`` has the documents, the earliest first.
    """
    words: dict[str, dict[str, set[str]]] = {}
    ids: dict[tuple[str, str], list[str]] = {}
    for row in questions:
        number = number_of(row["question_id"])
        words.setdefault(row["doc_id"], {}).setdefault(number, set()).update(_stems(row["question"]))
        ids.setdefault((row["doc_id"], number), []).append(row["question_id"])
    latest: dict[str, set[str]] = {}
    found: dict[tuple[str, str], str] = {}
    for doc_id in order:
        own = words.get(doc_id, {})
        continued = _continued(own, latest)
        for number, stems in own.items():
            lineage = continued.get(number) or f"{doc_id} {number}"
            latest[lineage] = stems
            found |= {(doc_id, question_id): lineage for question_id in ids[doc_id, number]}
    return found


def number_of(question_id: str) -> str:
    """``1`` for ``1a``."""
    return re.sub(r"[^\d]*$", "", question_id)


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(text.lower())}


def _continued(own: Mapping[str, set[str]], latest: Mapping[str, set[str]]) -> Mapping[str, str]:
    """The lineages that the questions of a paper continue, each by one question at most, the most alike first."""
    pairs = sorted(
        (len(stems & other) / len(stems | other), number, lineage)
        for number, stems in own.items()
        for lineage, other in latest.items()
        if stems and other and len(stems & other) / min(len(stems), len(other)) >= _SHARED
    )
    found: dict[str, str] = {}
    for _, number, lineage in reversed(pairs):
        if number not in found and lineage not in found.values():
            found[number] = lineage
    return found
