"""What a dataset says of one paper, in lines of plain words with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractor.summary.changes import find_changes
from extractor.summary.minors import find_minor_shares
from extractor.summary.ranking import rank
from extractor.summary.rows import Row, value_of
from extractor.summary.wholes import find_wholes
from extractor.summary.wording import Text, Wording

_HIGHEST = 3
_LONGEST_QUESTION = 300


@dataclass(frozen=True, slots=True)
class Paper:
    """The rows of one document: of ``documents.csv``, of the observations on titles, failed checks, all questions.

    ``pages`` gives the first page of each table.
    """

    document: Mapping[str, str]
    observations: Sequence[Row] = ()
    failed_checks: Sequence[Mapping[str, str]] = ()
    questions: Sequence[Mapping[str, str]] = ()
    pages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (a key of the catalogue) and its lines."""

    heading: str
    lines: tuple[str, ...]


def describe(paper: Paper, text: Text, wording: Wording) -> tuple[Section, ...]:
    """The sections that have lines: figures, nationalities, Länder, minors, changes, contradictions, open questions."""
    sections = (
        Section("show.figures", tuple(_figures(paper, text, wording))),
        Section("show.nationalities", tuple(_ranked(paper, "nationality", text, wording))),
        Section("show.laender", tuple(_ranked(paper, "region", text, wording))),
        Section("show.minors", tuple(_minors(paper, text, wording))),
        Section("show.changes", tuple(_changes(paper, text, wording))),
        Section("show.contradictions", tuple(_contradictions(paper, text))),
        Section("show.without_figures", tuple(_without_figures(paper, text))),
    )
    return tuple(section for section in sections if section.lines)


def _figures(paper: Paper, text: Text, wording: Wording) -> Iterator[str]:
    for whole in find_wholes(paper.observations):
        row = whole.rows[0]
        yield _joined(
            text("show.figure", value=wording.value(row), unit=wording.unit(row), subject=wording.subject(row)),
            wording.time(row),
            wording.places(whole.rows),
            wording.doubt(whole.rows),
        )


def _ranked(paper: Paper, dimension: str, text: Text, wording: Wording) -> Iterator[str]:
    for ranking in rank(paper.observations, dimension):
        first = ranking.rows[0]
        # Who shares the last place is named too.
        last = value_of(ranking.rows[:_HIGHEST][-1])
        highest = [row for row in ranking.rows if value_of(row) >= last]
        names = ", ".join(f"{wording.name(dimension, row)} {wording.value(row)}" for row in highest)
        yield _joined(
            text("show.highest", subject=wording.subject(first, dimension), names=names),
            wording.time(first),
            wording.places(highest),
            wording.doubt(highest),
        )


def _minors(paper: Paper, text: Text, wording: Wording) -> Iterator[str]:
    for share in find_minor_shares(paper.observations):
        rows = (*share.parts, share.whole)
        yield _joined(
            text(
                "show.minor_share",
                percent=wording.number(share.percent, 1),
                count=wording.number(share.count),
                whole=wording.value(share.whole),
                unit=wording.unit(share.whole),
                subject=wording.subject(share.whole),
            ),
            wording.time(share.whole),
            wording.places(rows),
            wording.doubt(rows),
        )


def _changes(paper: Paper, text: Text, wording: Wording) -> Iterator[str]:
    for series in find_changes(paper.observations):
        points = "; ".join(f"{wording.time(row)}: {wording.value(row)}" for row in series.rows)
        subject = wording.subject(series.rows[0])
        yield _joined(
            text("show.change", subject=subject, points=points),
            wording.places(series.rows),
            wording.doubt(series.rows),
        )


def _contradictions(paper: Paper, text: Text) -> Iterator[str]:
    for check in paper.failed_checks:
        page = paper.pages.get(check["table_id"], "")
        values = {name: check[name] for name in ("table_id", "rule", "left", "right", "difference", "cells")}
        yield text("show.contradiction", page=page, **values)


def _without_figures(paper: Paper, text: Text) -> Iterator[str]:
    for question in paper.questions:
        status = question["answer_status"]
        if status == "figures":
            continue
        asked = question["question"]
        if len(asked) > _LONGEST_QUESTION:
            asked = f"{asked[:_LONGEST_QUESTION].rsplit(' ', 1)[0]} …"
        yield text(
            "show.open_question",
            question_id=question["question_id"],
            page=question["answer_page"] or question["page"],
            question=asked,
            status=text(f"show.status_{status or 'unknown'}"),
            wording=question["answer_wording"] or "–",
        )


def _joined(statement: str, *rest: str) -> str:
    """The statement with what stands behind it in brackets."""
    behind = "; ".join(part for part in rest if part)
    return f"{statement} ({behind})" if behind else statement
