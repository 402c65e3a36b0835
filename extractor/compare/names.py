"""Series, times and breaks in words."""

from __future__ import annotations

from decimal import Decimal

from extractor.compare.breaks import Break
from extractor.compare.keys import plain_label
from extractor.compare.series import BOUNDS, Figure, Series
from extractor.compare.times import Row, Time
from extractor.summary.wording import Text, Wording

_NAMED_SHAPES = frozenset({"year", "quarter", "half_year", "month", "day", "until"})
# What `Wording.subject` leaves out: with the name of the message that says it.
_CODED = ("sex", "instance", "person_role")


class Names:
    """Puts series into words of one language."""

    def __init__(self, text: Text, wording: Wording) -> None:
        self._text, self._wording = text, wording

    def title(self, series: Series, without: str = "") -> str:
        """What a series counts; without the dimension by which a panel is broken down."""
        key, row = series.key, _without(series.latest_row, without)
        parts = [*self._wording.subject(row).split(", "), self._wording.unit(row)]
        if row["unit"] in ("percent", "percentage_points") or key.printed:
            label = plain_label(series.latest_row) or row["share_of"]
            parts.append(f"»{label}«" if label not in ("", *parts) else "")
        parts += [self._rate(code, key.share_of) for code in key.rate.split("+") if code]
        parts += [self._coded(name, row) for name in _CODED if name != without]
        if key.stay_min_years or key.stay_max_years:
            parts.append(self._text("compare.stay", low=key.stay_min_years or "0", high=key.stay_max_years or "…"))
        parts += [key.register, self.shape(key.shape)]
        if key.law_era:
            parts.append(self._text("compare.law_era", day=self._day(key.law_era)))
        return ", ".join(part for part in dict.fromkeys(parts) if part)

    def member(self, series: Series, by: str) -> str:
        """What tells a series from the others of its panel."""
        row = series.latest_row
        if by in ("nationality", "region"):
            return self._wording.name(by, row) if getattr(series.key, by) else self._text("compare.total")
        if by == "sex":
            return self._coded(by, row) or self._text("compare.total")
        return row[by] or self._text("compare.total")

    def shape(self, shape: str) -> str:
        """``je Jahr``, ``am Stichtag``; other spans as their first and last day within the year."""
        first, *rest = shape.split(" ")
        base, _, asked = first.partition("@")
        if base in _NAMED_SHAPES:
            parts = [self._text(f"compare.shape_{base}")]
        elif base == "since":
            parts = [self._text("compare.shape_since", day=self._day(rest.pop(0)))]
        else:
            parts = [self._text("compare.shape_part", span=base)]
        if asked:
            parts.append(self._text("compare.shape_asked"))
        for word, said in zip(rest[::2], rest[1::2], strict=True):
            what = self._day(said) if word == "unfinished" else said.rpartition("-")[2]
            parts.append(self._text(f"compare.shape_{word}", what=what))
        return " ".join(parts)

    def time(self, time: Time, shape: str) -> str:
        """``2018``, ``2. Quartal 2018``, ``30.6.2018``."""
        base = shape.split(" ")[0].split("@")[0]
        year, month = time.end[:4], int(time.end[5:7])
        if base == "year":
            words = year
        elif base == "quarter":
            words = self._text("compare.quarter", number=month // 3, year=year)
        elif base == "half_year":
            words = self._text("compare.half_year", number=month // 6, year=year)
        elif base == "month":
            words = f"{month:02d}/{year}"
        elif time.is_day or not time.start:
            words = self._day(time.end)
        else:
            words = f"{self._day(time.start)}–{self._day(time.end)}"
        if time.cohort_end or time.cohort_start:
            cohort = f"{self._day(time.cohort_start)}–{self._day(time.cohort_end)}"
            words = f"{words} {self._text('compare.cohort', what=cohort)}"
        return words

    def value(self, figure: Figure) -> str:
        """The value; all of them where the paper has several."""
        return " / ".join(dict.fromkeys(self._number(row) for row in figure.rows))

    def difference(self, value: Decimal | None) -> str:
        """With its sign; empty where there is none."""
        return "" if value is None else ("+" if value > 0 else "") + self._wording.number(value)

    def break_(self, one: Break, shape: str) -> str:
        """A break in words, with the times between which it lies."""
        words = self._text(f"compare.break_{one.kind}", **self._data(one))
        if one.at is None or one.before is None:
            return words
        return f"{self.time(one.before, shape)} → {self.time(one.at, shape)}: {words}"

    def place(self, figure: Figure) -> str:
        """Who says it, and where: ``18/705, S. 3, Tabelle p003t1``."""
        return f"{figure.vintage.answer}, {self._wording.places(figure.rows)}"

    def _number(self, row: Row) -> str:
        # With as many places behind the comma as printed.
        _, _, places = row["value"].partition(".")
        if row["value_status"] in BOUNDS or not places:
            return self._wording.value(row)
        return self._wording.number(Decimal(row["value"]), len(places))

    def _rate(self, code: str, share_of: str) -> str:
        name = share_of.removeprefix(f"{code} ") if share_of.startswith(f"{code} ") else ""
        return ": ".join(part for part in (self._text(f"compare.rate_{code}"), name.capitalize()) if part)

    def _coded(self, name: str, row: Row) -> str:
        code = row[name]
        return self._text(f"compare.{name}_{code}") if code and (name, code) != ("sex", "T") else ""

    def _data(self, one: Break) -> dict[str, str]:
        data = dict(one.data)
        if "day" in data:
            data["day"] = self._day(data["day"])
        if "dimension" in data:
            data |= {"dimension": self._text(f"compare.dimension_{data['dimension']}"), "other": one.other}
        return data

    def _day(self, iso: str) -> str:
        return f"{int(iso[8:])}.{int(iso[5:7])}.{iso[:4]}" if iso else "…"


def _without(row: Row, name: str) -> Row:
    # "Other" says nothing that the print does not say better.
    blank = {column: "" for column in ("measure", "unit") if row[column] == "other"}
    if name:
        blank[name] = ""
    if name in ("nationality", "region"):
        blank[f"{name}_label"] = ""
    return {**row, **blank}
