"""All checks of one document, in an order in which each can use what the ones before it found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.check.figures import figures_of_table
from extractor.check.laender import check_laender, complete_rows, rows_by_land
from extractor.check.ledger import CONTRADICTIONS, Ledger
from extractor.check.membership import check_membership
from extractor.check.prose import check_prose
from extractor.check.shares import check_shares
from extractor.check.sisters import check_sisters
from extractor.check.subsets import check_periods, check_subsets
from extractor.check.sum_entries import enter_sums
from extractor.check.sums import find_sums
from extractor.check.wording import Wording, load_wording
from extractor.codes import CodeLists
from extractor.model.check import Check
from extractor.model.issue import Issue
from extractor.model.observation import Observation
from extractor.model.structure import Structure
from extractor.model.table import TableReading, TableStatus


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """Tables with status and reason, observations with evidence, flags and notes, and what was compared."""

    readings: tuple[TableReading, ...]
    observations: tuple[Observation, ...]
    checks: tuple[Check, ...]
    issues: tuple[Issue, ...]


def check_document(
    readings: tuple[TableReading, ...],
    observations: tuple[Observation, ...],
    structure: Structure,
    codes: CodeLists,
) -> CheckedDocument:
    """Runs every check of ``docs/checks.md``; nothing is repaired, and no flag that is there is taken away.

    ``observations`` may stand in any order; those of a table are found by ``table_id``, those of the prose have none.
    `ExtractorError` (9) where the data files of the program are unreadable.
    """
    wording = load_wording()
    laender = frozenset(entry.code for entry in codes.lists["laender"].entries if entry.code.startswith("DE-"))
    tables: dict[str, list[tuple[int, Observation]]] = defaultdict(list)
    for place, observation in enumerate(observations):
        if observation.table_id and observation.row and observation.col:
            tables[observation.table_id].append((place, observation))
    explanations = {
        reading.table.table_id: explanation for reading in readings if (explanation := _explanation(reading, wording))
    }
    ledger = Ledger(observations, observations[0].doc_id if observations else "")
    figures = {table_id: figures_of_table(table) for table_id, table in tables.items()}
    lands = {table_id: rows_by_land(table, laender) for table_id, table in tables.items()}
    sums = [
        one
        for table_id, table in figures.items()
        for one in find_sums(table, wording, complete_rows(lands[table_id], laender))
    ]
    enter_sums(ledger, sums, explanations)
    for table_id, table in figures.items():
        check_shares(ledger, table, wording, explanations.get(table_id, ""))
        check_subsets(ledger, table, explanations.get(table_id, ""))
        check_laender(ledger, tables[table_id], lands[table_id], laender)
    check_sisters(ledger, explanations)
    check_periods(ledger, wording, explanations)
    check_prose(ledger, structure, {reading.table.table_id: reading for reading in readings})
    check_membership(ledger)
    written = ledger.written()
    return CheckedDocument(
        tuple(
            with_status(reading, [written[place] for place, _ in tables.get(reading.table.table_id, ())])
            for reading in readings
        ),
        written,
        tuple(ledger.checks),
        tuple(ledger.issues),
    )


def _explanation(reading: TableReading, wording: Wording) -> str:
    """The note by which the paper explains why a table's figures need not agree; empty where there is none."""
    texts = (*reading.place.notes, *(note.text for note in reading.footnotes), reading.caption, reading.place.lead_in)
    return next((text for text in texts if wording.explained.search(text)), "")


def with_status(reading: TableReading, observations: Sequence[Observation]) -> TableReading:
    """The table with what its figures (all ``observations`` of it) come to.

    The reason names the flags, or the kinds of evidence.
    """
    flags = {flag for one in observations for flag in one.flags}
    evidence = sorted({entry for one in observations for entry in one.evidence})
    contradictions = [flag for flag in CONTRADICTIONS if flag in flags]
    counted = [one for one in observations if one.value is not None]
    if contradictions:
        status, reason = TableStatus.CONTRADICTED, contradictions
    elif not evidence:
        status, reason = TableStatus.UNVERIFIED, ["no_evidence" if observations else "no_figures"]
    elif all(one.evidence and not one.flags for one in counted):
        status, reason = TableStatus.VERIFIED, evidence
    else:
        status, reason = TableStatus.CONSISTENT, evidence
    return replace(reading, status=status, reason=";".join(reason))
