"""How series and times are called."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from extractor.codes import load_code_lists
from extractor.compare.names import Names
from extractor.compare.series import find_series, vintages
from extractor.messages import render
from extractor.summary.wording import Wording
from tests.compare.papers import PAPERS, YEARS, paper, row

DAY = {"period_start": "", "period_end": "", "reference_date": "2013-12-31"}


def names(language: str = "de") -> Names:
    def text(code: str, /, **data: str | int) -> str:
        return render(code, language, **data)

    return Names(text, Wording(text, language, load_code_lists()))


@pytest.mark.parametrize(
    ("time", "called", "kind"),
    [
        (YEARS[2013], "2013", "je Jahr"),
        ({"period_start": "2013-04-01", "period_end": "2013-06-30"}, "2. Quartal 2013", "je Quartal"),
        ({"period_start": "2013-07-01", "period_end": "2013-12-31"}, "2. Halbjahr 2013", "je Halbjahr"),
        ({"period_start": "2013-02-01", "period_end": "2013-02-28"}, "02/2013", "je Monat"),
        ({"period_start": "2013-01-01", "period_end": "2013-11-30"}, "1.1.2013–30.11.2013", "01-01..11-30"),
        (DAY, "31.12.2013", "am Stichtag"),
        (DAY | {"period_start": "2012-02-24"}, "31.12.2013", "seit 24.2.2012"),
        (YEARS[2013] | {"reference_date": "2014-01-31"}, "2013", "gezählt an einem späteren Stichtag"),
        (DAY | {"cohort_start": "2012-01-01", "cohort_end": "2012-12-31"}, "1.1.2012–31.12.2012", "bis 12 Monate vor"),
        (DAY | {"cohort_start": "2012-01-01"}, "1.1.2012–…", "ein Ende offen"),
        ({"period_start": "", "period_end": "2013-12-31"}, "31.12.2013", "bis zu einem Tag"),
        (YEARS[2014], "2014", "unvollständig, Stand 1.3.2014"),
    ],
)
def test_times_and_their_kinds(time: Mapping[str, str], called: str, kind: str) -> None:
    (one,) = find_series([row("5", **time)], vintages(paper(doc_id) for doc_id in PAPERS))
    assert called in names().time(one.points[0].time, one.key.shape)
    assert kind in names().title(one)


def test_a_title_says_what_tells_the_series_apart() -> None:
    made = row("5", sex="F", person_role="child", instance="court_1", stay_min_years="6", nationality="SYR")
    (one,) = find_series([made], vintages(paper(doc_id) for doc_id in PAPERS))
    title = names().title(one)
    assert all(
        word in title for word in ("Syrien", "weiblich", "Kinder", "1. Instanz", "Aufenthalt 6", "Personen", "AZR")
    )
    assert "Syrien" not in names().title(one, "nationality")
    assert names("en").member(one, "sex") == "female"


def test_values_have_the_places_that_are_printed() -> None:
    (one,) = find_series([row("40.0", unit="percent")], vintages(paper(doc_id) for doc_id in PAPERS))
    assert names().value(one.points[0].latest) == "40,0"
