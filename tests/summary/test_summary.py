"""What is computed for `extractor show` and `extractor codes unmapped`, on rows made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from extractor.codes import load_code_lists
from extractor.messages import render
from extractor.resources import column_names
from extractor.summary import find_changes, find_minor_shares, find_unmapped, find_wholes, is_on_titles, rank
from extractor.summary.report import Paper, describe
from extractor.summary.wording import Wording


def row(value: str, table: str = "p002t1", **fields: str) -> Mapping[str, str]:
    """A row of ``observations.csv``: persons with a residence permit, unless ``fields`` say otherwise."""
    empty = dict.fromkeys(column_names("observations"), "")
    known = {
        "obs_id": f"bt-99-1:{table}:{value}",
        "doc_id": "bt-99-1",
        "question_id": "1",
        "table_id": table,
        "page": "2",
        "value": value,
        "value_raw": value,
        "value_status": "exact",
        "unit": "persons",
        "measure": "stock",
        "title_type": "residence_permit",
        "topic": "residence_permit",
        "row_role": "detail",
        "col_role": "detail",
    }
    return empty | known | fields


YEARS = {str(year): {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"} for year in (2020, 2021, 2022)}


def test_only_figures_with_a_value_on_the_topics() -> None:
    assert is_on_titles(row("5", topic="asylum;residence_permit"), {"residence_permit"})
    assert not is_on_titles(row("5", topic="asylum"), {"residence_permit"})
    assert not is_on_titles(row("", value_status="blank"), {"residence_permit"})


def test_the_whole_is_the_total_of_a_breakdown() -> None:
    rows = [row("3", region="DE-BY"), row("4", region="DE-HE"), row("7", region="DE", row_role="total")]
    assert [[one["value"] for one in whole.rows] for whole in find_wholes(rows)] == [["7"]]


def test_a_figure_in_a_sentence_and_in_two_tables_is_one() -> None:
    day = {"reference_date": "2020-12-31"}
    rows = [
        row("3", region="DE-BY", **day),
        row("7", region="DE", **day),
        row("7", table="", **day),
        row("7", table="p003t1"),
    ]
    (whole,) = find_wholes(rows)
    assert [one["table_id"] for one in whole.rows] == ["", "p002t1", "p003t1"]


def test_equal_figures_of_different_times_are_two() -> None:
    rows = [row("7", table="", reference_date="2020-12-31"), row("7", table="p4t1", reference_date="2021-12-31")]
    assert len(find_wholes(rows)) == 2


@pytest.mark.parametrize(
    "fields",
    [{"age_max": "17"}, {"place": "Ankara"}, {"unit": "percent"}, {"row_role": "darunter"}, {"col_role": "davon"}],
)
def test_parts_and_shares_are_no_wholes(fields: dict[str, str]) -> None:
    assert find_wholes([row("7", **fields)]) == ()


def test_the_highest_first_without_totals_and_remainders() -> None:
    counts = {"DE-BY": "30", "DE-HE": "50", "DE-HH": "40", "DE": "120"}
    (ranking,) = rank([row(value, region=land) for land, value in counts.items()], "region")
    assert [one["region"] for one in ranking.rows] == ["DE-HE", "DE-HH", "DE-BY"]
    states = {"SYR": "3", "IRQ": "9", "XSO": "99", "XTO": "111"}
    (ranking,) = rank([row(value, nationality=state) for state, value in states.items()], "nationality")
    assert [one["nationality"] for one in ranking.rows] == ["IRQ", "SYR"]


def test_a_ranking_does_not_mix_what_is_counted() -> None:
    rows = [row("5", region="DE-BY", sex="M"), row("9", region="DE-HE", sex="F"), row("3", region="DE-HE", sex="M")]
    (ranking,) = rank(rows, "region")
    assert [one["value"] for one in ranking.rows] == ["5", "3"]


def test_one_line_does_not_make_a_ranking() -> None:
    assert rank([row("5", region="DE-BY")], "region") == ()
    assert rank([row("5", region="DE-BY"), row("6", region="DE-BY")], "region") == ()


def test_minors_of_one_age_group() -> None:
    rows = [row("304", age_min="0", age_max="17"), row("1486", age_min="18"), row("1790", row_role="total")]
    (share,) = find_minor_shares(rows)
    assert (share.count, round(share.percent, 1)) == (304, Decimal("17.0"))


def test_minors_of_several_age_groups_that_leave_no_gap() -> None:
    ages = [("2", "6", "13"), ("3", "0", "5"), ("5", "14", "17")]
    rows = [row(value, age_min=low, age_max=high) for value, low, high in ages]
    (share,) = find_minor_shares([*rows, row("40", row_role="total")])
    assert (share.count, share.percent) == (10, 25)
    assert find_minor_shares([*rows[:2], row("40", row_role="total")]) == ()
    assert find_minor_shares([*rows, row("6", age_min="0", age_max="6"), row("40", row_role="total")]) == ()


def test_no_share_without_one_total() -> None:
    young = row("3", age_min="0", age_max="17")
    assert find_minor_shares([young]) == ()
    assert find_minor_shares([young, row("0", row_role="total")]) == ()
    assert find_minor_shares([young, row("5", row_role="total"), row("6", row_role="total")]) == ()


def test_the_same_count_for_several_years_in_order() -> None:
    rows = [row(value, measure="grant", **YEARS[year]) for year, value in (("2021", "9"), ("2020", "5"), ("2022", "1"))]
    (series,) = find_changes([*rows, row("15", measure="grant", row_role="total")])
    assert [one["value"] for one in series.rows] == ["5", "9", "1"]


def test_quarters_are_kept_and_their_year_is_not() -> None:
    quarter = {"period_start": "2020-01-01", "period_end": "2020-03-31"}
    second = {"period_start": "2020-04-01", "period_end": "2020-06-30"}
    (series,) = find_changes([row("5", **quarter), row("6", **second), row("30", **YEARS["2020"])])
    assert [one["value"] for one in series.rows] == ["5", "6"]


def test_days_and_periods_are_not_mixed() -> None:
    assert find_changes([row("5", reference_date="2019-12-31"), row("6", **YEARS["2020"])]) == ()


def test_two_values_for_one_time_say_nothing_of_a_change() -> None:
    assert find_changes([row("5", **YEARS["2020"]), row("6", **YEARS["2020"]), row("7", **YEARS["2021"])]) == ()


def test_different_populations_are_no_change() -> None:
    assert find_changes([row("5", sex="M", **YEARS["2020"]), row("6", sex="F", **YEARS["2021"])]) == ()


def test_unmapped_labels_with_counts_and_places() -> None:
    flagged = {"flags": "ambiguous;unmapped_label", "col_label": "Personen"}
    rows = [
        row("1", row_label="Gesamt › Phantasia", **flagged),
        row("2", row_label="Phantasia", **flagged | {"table_id": "p004t1", "page": "4"}),
        row("3", row_label="Atlantis", **flagged),
        row("4", row_label="Utopia"),
    ]
    found = find_unmapped(rows, lambda label: label in ("Gesamt", "Personen"))
    assert [(one.label, one.count) for one in found] == [("Phantasia", 2), ("Atlantis", 1)]
    assert found[0].places == (("bt-99-1", 2, "p002t1"), ("bt-99-1", 4, "p004t1"))


def test_a_label_understood_in_its_table_is_not_named() -> None:
    beside = {"row_label": "August", "page": "3"}
    rows = [
        row("1", col_label="Phantasia", flags="unmapped_label", **beside),
        row("2", col_label="Personen", **beside),
    ]
    assert [one.label for one in find_unmapped(rows, lambda label: label == "Personen")] == ["Phantasia"]


def test_a_label_known_by_now_is_not_named() -> None:
    assert find_unmapped([row("1", row_label="Phantasia", flags="unmapped_label")], lambda label: True) == ()


def _sections(paper: Paper, language: str = "de") -> dict[str, tuple[str, ...]]:
    def text(code: str, /, **data: str | int) -> str:
        return render(code, language, **data)

    shown = describe(paper, text, Wording(text, language, load_code_lists()))
    return {section.heading.removeprefix("show."): section.lines for section in shown}


def test_doubts_are_told_with_the_figure() -> None:
    (line,) = _sections(Paper({}, [row("7", flags="ambiguous")]))["figures"]
    assert line == ("7 Personen: Bestand, Aufenthaltserlaubnis (S. 2, Tabelle p002t1; nicht gesichert: ambiguous)")


def test_a_rough_figure_is_told_as_printed() -> None:
    (line,) = _sections(Paper({}, [row("300", value_raw="rund 300", value_status="about")]), "en")["figures"]
    assert line.startswith("rund 300 persons: stock, Aufenthaltserlaubnis")


def test_equals_on_the_last_place_are_all_named() -> None:
    lands = {"DE-BY": "9", "DE-HE": "8", "DE-HH": "7", "DE-NW": "7", "DE-SL": "1"}
    (line,) = _sections(Paper({}, [row(value, region=land) for land, value in lands.items()]))["laender"]
    assert "Bayern 9, Hessen 8, Hamburg 7, Nordrhein-Westfalen 7 (" in line
    assert "Saarland" not in line


def test_nothing_to_tell_gives_no_sections() -> None:
    assert _sections(Paper({}, questions=[{"question_id": "1", "answer_status": "figures"}])) == {}
