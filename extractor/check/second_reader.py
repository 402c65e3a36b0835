"""A second reader as witness: what it has where cells that nothing else vouches for stand.

It vouches for the text of a cell, never for its meaning; doubts about the labels stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.check.document import CheckedDocument, with_status
from extractor.check.ledger import Ledger
from extractor.check.readings import Outcome, Place, Reading, compare_cells, place_of
from extractor.grammar.numbers import read_value
from extractor.model.check import CheckResult
from extractor.model.table import Grid

RULE = "second_reader"


class SecondReading:
    """Asks one reader after the other about the same figures; the next only about what is still open.

    Asked are the figures of all tables (``always``) or those without evidence. A figure that a person has put right is
    no longer what the paper says, so it is left out. Where ``topics`` are given, only figures with one of them.
    """

    def __init__(self, checked: CheckedDocument, *, always: bool = False, topics: frozenset[str] = frozenset()) -> None:
        self._checked = checked
        self._tables = {reading.table.table_id: reading.table for reading in checked.readings}
        self._asked = self._figures(always, topics)
        self._heard: dict[int, list[Reading]] = defaultdict(list)

    def _figures(self, always: bool, topics: frozenset[str]) -> dict[int, tuple[str, Place]]:
        """Table and place of each figure in question, by its number among the observations."""
        cells = {
            (table_id, cell.row, cell.col, cell.page): cell
            for table_id, table in self._tables.items()
            for cell in table.cells
        }
        asked = {}
        for number, one in enumerate(self._checked.observations):
            if not one.table_id or one.row is None or one.col is None or (one.evidence and not always):
                continue
            if topics and not topics.intersection(one.topic):
                continue
            cell = cells.get((one.table_id, one.row, one.col, one.page))
            if cell is not None and cell.text == one.value_raw:
                asked[number] = (one.table_id, place_of(cell))
        return asked

    def open_pages(self) -> tuple[int, ...]:
        """The pages with figures on which no reader agrees with ours yet."""
        return tuple(sorted({self._asked[number][1][0] for number in self._open()}))

    def hear(self, reader: str, pages: Sequence[int], grids: Sequence[Grid]) -> None:
        """Take down what ``reader`` found on ``pages``, all of which it was asked for."""
        seen: dict[str, Mapping[Place, Reading]] = {}
        by_page = {page: [grid for grid in grids if grid.page == page] for page in pages}
        for number in self._open():
            table_id, place = self._asked[number]
            if place[0] not in by_page:
                continue
            if table_id not in seen:
                cells = [cell for cell in self._tables[table_id].cells if cell.page in by_page]
                near = [grid for page in {cell.page for cell in cells} for grid in by_page[page]]
                seen[table_id] = compare_cells(cells, near, reader)
            self._heard[number].append(seen[table_id][place])

    def _open(self) -> list[int]:
        return [
            number
            for number in self._asked
            if all(reading.outcome is not Outcome.SAME for reading in self._heard.get(number, ()))
        ]

    def entered(self) -> CheckedDocument:
        """The document with evidence ``second_reader``, flags ``readers_differ``, rows of checks, and new status."""
        observations = self._checked.observations
        ledger = Ledger(observations, observations[0].doc_id if observations else "")
        silent: dict[str, list[int]] = defaultdict(list)
        agreed: dict[tuple[str, str], list[int]] = defaultdict(list)
        differing: dict[str, list[int]] = defaultdict(list)
        for number, readings in self._heard.items():
            table_id = self._asked[number][0]
            outcomes = {reading.outcome for reading in readings}
            if Outcome.SAME in outcomes:
                ledger.vouch((number,), RULE)
                if Outcome.DIFFERENT in outcomes:
                    self._record_readings(ledger, number, CheckResult.HOLDS)
                else:
                    agreed[table_id, readings[-1].reader].append(number)
            elif Outcome.DIFFERENT in outcomes:
                ledger.doubt((number,), "readers_differ")
                differing[table_id].append(number)
            else:
                silent[table_id].append(number)
        for (_, reader), numbers in agreed.items():
            _record(ledger, numbers, CheckResult.HOLDS, reader)
        for numbers in differing.values():
            for number in numbers:
                self._record_readings(ledger, number, CheckResult.FAILS)
            ledger.report("readers_differ", numbers[0], count=len(numbers))
        for numbers in silent.values():
            readers = dict.fromkeys(reading.reader for number in numbers for reading in self._heard[number])
            _record(ledger, numbers, CheckResult.NOT_APPLICABLE, ", ".join(readers))
        return self._with(ledger)

    def _record_readings(self, ledger: Ledger, number: int, result: CheckResult) -> None:
        """All readings of a cell that not all read alike; ``right`` is what the last reader has."""
        one = ledger.observations[number]
        readings = [reading for reading in self._heard[number] if reading.outcome is not Outcome.ABSENT]
        texts = [(one.reader, one.value_raw), *((each.reader, each.text) for each in readings)]
        ledger.record(
            RULE,
            (number,),
            left=one.value,
            right=_value(readings[-1].text),
            result=result,
            wording="; ".join(f"{reader}: „{text}“" for reader, text in texts),
        )

    def _with(self, ledger: Ledger) -> CheckedDocument:
        written = ledger.written()
        of_table: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(written):
            of_table[one.table_id].append(number)
        touched = {self._asked[number][0] for number in self._heard}
        return replace(
            self._checked,
            readings=tuple(
                with_status(reading, [written[number] for number in of_table[reading.table.table_id]])
                if reading.table.table_id in touched
                else reading
                for reading in self._checked.readings
            ),
            observations=written,
            checks=(*self._checked.checks, *ledger.checks),
            issues=(*self._checked.issues, *ledger.issues),
        )


def _record(ledger: Ledger, numbers: Sequence[int], result: CheckResult, wording: str) -> None:
    ledger.record(RULE, numbers, left=None, right=None, result=result, wording=wording)


def _value(text: str) -> Decimal | None:
    printed = read_value(text)
    return printed.value if printed else None
