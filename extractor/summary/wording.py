"""Observations in words: numbers, what they count, when, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from extractor.codes import CodeLists
from extractor.summary.rows import Row, place_of

Text = Callable[..., str]
"""A message of the catalogue by its key, with values for its placeholders."""


class Wording:
    """Puts observations into words of one language; Länder, states and titles keep their German names."""

    def __init__(self, text: Text, language: str, codes: CodeLists) -> None:
        self._text, self._german = text, language == "de"
        self._names = {
            name: {
                entry.code: entry.label if self._german else entry.details.get("label_en") or entry.label
                for entry in codes.lists[name].entries
            }
            for name in ("measures", "units", "title_types", "nationalities", "laender")
        }

    def number(self, value: Decimal, digits: int = 0) -> str:
        """``1.790`` in German, ``1,790`` in English; at least ``digits`` places behind the comma."""
        text = f"{value:,.{digits}f}" if digits or value == value.to_integral() else f"{value:,}"
        return text.translate(str.maketrans(",.", ".,")) if self._german else text

    def value(self, row: Row) -> str:
        """The figure; as printed where the paper gives it only roughly ("rund 300")."""
        if row["value_status"] in ("below", "above", "about"):
            return row["value_raw"]
        return self.number(Decimal(row["value"]))

    def name(self, dimension: str, row: Row) -> str:
        """The name of a Land or state: that of the list, else as printed."""
        names = self._names["laender" if dimension == "region" else "nationalities"]
        return names.get(row[dimension]) or row[f"{dimension}_label"] or row[dimension]

    def subject(self, row: Row, *without: str) -> str:
        """What was counted, without number and time: measure, title, section, nationality, Land."""
        parts = [
            self._names["measures"].get(row["measure"], row["measure"]),
            self._names["title_types"].get(row["title_type"], row["title_type"]),
            row["legal_basis"],
        ]
        parts += [
            self.name(dimension, row)
            for dimension in ("nationality", "region")
            if dimension not in without and row[dimension] not in ("", "XTO", "DE")
        ]
        parts += [row[name] for name in ("place", "age_label", "nationality_group", "category") if row[name]]
        return ", ".join(part for part in parts if part)

    def unit(self, row: Row) -> str:
        return self._names["units"].get(row["unit"], row["unit"])

    def time(self, row: Row) -> str:
        """Period and day of counting; empty where neither is known."""
        parts = []
        if row["period_start"] and row["period_end"]:
            start, end = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
            is_year = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year
            parts.append(str(start.year) if is_year else f"{self._day(start)}–{self._day(end)}")
        elif row["period_start"]:
            parts.append(self._text("show.since", day=self._day(date.fromisoformat(row["period_start"]))))
        if row["reference_date"]:
            parts.append(self._text("show.as_of", day=self._day(date.fromisoformat(row["reference_date"]))))
        return ", ".join(parts)

    def places(self, rows: Sequence[Row]) -> str:
        """Pages and tables, each once."""
        places = dict.fromkeys(place_of(row) for row in rows)
        return "; ".join(
            self._text("show.place", page=page, table=table) if table else self._text("show.place_in_text", page=page)
            for page, table in places
        )

    def doubt(self, rows: Sequence[Row]) -> str:
        """The flags of the rows in words, empty where there are none."""
        flags = dict.fromkeys(flag for row in rows for flag in row["flags"].split(";") if flag)
        return self._text("show.doubtful", flags=", ".join(flags)) if flags else ""

    def _day(self, day: date) -> str:
        return f"{day.day}.{day.month}.{day.year}" if self._german else day.isoformat()
