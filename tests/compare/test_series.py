"""What stands in one series, and what never does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.compare.questions import find_lineages
from extractor.compare.series import Series, find_series, is_over_answers, vintages
from tests.compare.papers import PAPERS, YEARS, paper, row

Row = Mapping[str, str]


def series_of(*rows: Row, papers: Sequence[Row] | None = None, questions: Sequence[Row] = ()) -> tuple[Series, ...]:
    documents = papers if papers is not None else [paper(doc_id) for doc_id in PAPERS]
    return find_series(rows, vintages(documents), questions)


DAY = {"period_start": "", "period_end": "", "reference_date": "2013-12-31"}
NEXT_DAY = DAY | {"reference_date": "2015-12-31"}


def test_the_same_count_of_two_answers_is_one_series() -> None:
    (one,) = series_of(row("5"), row("7", "bt-99-2", **YEARS[2015]))
    assert [point.latest.value for point in one.points] == [5, 7]
    assert is_over_answers(one)


@pytest.mark.parametrize(
    "other",
    [
        {"unit": "titles"},
        {"measure": "stock"},
        {"register": "BAMF"},
        {"register": ""},
        {"title_type": "toleration"},
        {"nationality": "SYR"},
        {"region": "DE-BY"},
        {"sex": "F"},
        {"age_max": "17"},
        {"person_role": "child"},
        {"instance": "court_1"},
        {"category": "familiäre Gründe"},
        {"legal_basis": "AufenthG § 25 Abs. 2"},
        {"unit": "percent", "measure": "share", "share_of": "absolut"},
        DAY,
        {"reference_date": "2016-01-31"},
        {"period_end": "2015-09-30"},
        {"period_start": "2015-10-01"},
        {"period_start": "2014-01-01"},
        {"period_start": ""},
        {"cohort_start": "2014-01-01", "cohort_end": "2014-12-31"},
    ],
)
def test_what_differs_in_meaning_is_another_series(other: Mapping[str, str]) -> None:
    assert len(series_of(row("5"), row("7", "bt-99-2", **{**YEARS[2015], **other}))) == 2


@pytest.mark.parametrize("silent", [{"nationality": "XTO"}, {"region": "DE"}, {"sex": "T"}])
def test_a_total_counts_what_silence_counts(silent: Mapping[str, str]) -> None:
    assert len(series_of(row("5"), row("7", "bt-99-2", **{**YEARS[2015], **silent}))) == 1


def test_all_vintages_stay_and_the_latest_is_marked() -> None:
    (one,) = series_of(row("9", "bt-99-3"), row("5"), row("7", "bt-99-2"))
    (point,) = one.points
    assert [figure.vintage.answer for figure in point.figures] == ["99/1", "99/2", "99/3"]
    assert point.latest.value == 9
    assert [point.revision(number) for number in range(3)] == [None, 2, 2]


def test_a_register_asked_twice_for_one_period_is_two_vintages() -> None:
    asked = [{**YEARS[2013], "reference_date": day} for day in ("2014-01-31", "2016-01-31")]
    (one,) = series_of(row("9", **asked[0]), row("8", "bt-99-2", **asked[1]))
    (point,) = one.points
    assert [figure.vintage.counted_on for figure in point.figures] == ["2014-01-31", "2016-01-31"]
    assert point.revision(1) == Decimal(-1)


def test_sister_tables_that_agree_are_one_figure_and_those_that_do_not_have_no_value() -> None:
    (agreeing,) = series_of(row("5"), row("5", table="p003t1"))
    assert len(agreeing.points[0].latest.rows) == 2
    assert agreeing.points[0].latest.value == 5
    (one,) = series_of(row("5"), row("6", table="p003t1"), row("6", "bt-99-2"))
    assert [figure.state for figure in one.points[0].figures] == ["disagrees", "sound"]
    assert one.points[0].revision(1) is None
    assert not is_over_answers(one)


@pytest.mark.parametrize("flag", ["ambiguous", "unmapped_label", "duplicate_key", "sum_mismatch"])
def test_what_has_a_doubt_joins_nothing_but_is_shown(flag: str) -> None:
    (one,) = series_of(row("5"), row("7", "bt-99-2", flags=flag, **YEARS[2015]))
    assert not is_over_answers(one)
    (one,) = series_of(row("5"), row("7", "bt-99-2", flags=flag, **YEARS[2015]), row("8", "bt-99-3", **YEARS[2018]))
    assert is_over_answers(one)
    assert [point.latest.state for point in one.points] == ["sound", "doubtful", "sound"]


def test_two_versions_of_a_drucksache_are_one_answer() -> None:
    papers = [paper("bt-99-1", version="vorabfassung"), paper("bt-99-1@12345678", date=PAPERS["bt-99-1"])]
    (one,) = series_of(row("5"), row("6", "bt-99-1@12345678"), papers=papers)
    assert one.points[0].latest.value == 6
    assert not is_over_answers(one)


def test_a_period_that_was_not_over_is_no_whole_one() -> None:
    assert len(series_of(row("5", **YEARS[2014]), row("7", "bt-99-2", **YEARS[2015]))) == 2


def test_a_bound_has_no_difference() -> None:
    (one,) = series_of(row("3", value_status="below", value_raw="<3"), row("2", "bt-99-2"))
    assert one.points[0].figures[0].value is None
    assert one.points[0].revision(1) is None


def test_cohorts_join_at_the_same_distance_from_the_day() -> None:
    def entered(year: int, day: str) -> Mapping[str, str]:
        return DAY | {"reference_date": day, "cohort_start": f"{year}-01-01", "cohort_end": f"{year}-12-31"}

    assert (
        len(series_of(row("5", **entered(2013, "2013-12-31")), row("7", "bt-99-2", **entered(2015, "2015-12-31")))) == 1
    )
    assert (
        len(series_of(row("5", **entered(2013, "2013-12-31")), row("7", "bt-99-2", **entered(2014, "2015-12-31")))) == 2
    )


def test_a_day_in_a_category_is_no_meaning() -> None:
    first, second = ({"category": f"zum Stichtag 31.12.{year} mit Duldung"} for year in (2013, 2015))
    assert len(series_of(row("5", **DAY, **first), row("7", "bt-99-2", **NEXT_DAY, **second))) == 1


def test_cohorts_with_an_open_end_join_as_they_are_worded() -> None:
    since, until = {"cohort_start": "2013-01-01"}, {"cohort_end": "2013-01-01"}
    rows = [
        row("5", **DAY, **since),
        row("7", "bt-99-2", **NEXT_DAY, **since),
        row("9", "bt-99-2", **NEXT_DAY, **until),
    ]
    assert [len(one.points) for one in series_of(*rows)] == [2, 1]


def test_a_law_that_was_renamed_is_the_same_law() -> None:
    (one,) = series_of(
        row("5", legal_basis="AsylVfG § 4 Abs. 1"), row("7", "bt-99-2", legal_basis="AsylG § 4 Abs. 1", **YEARS[2015])
    )
    assert one.key.legal_basis == "AsylG § 4 Abs. 1"


def test_a_number_that_was_used_again_is_another_law() -> None:
    papers = [paper("bt-99-1", date="2024-01-01"), paper("bt-99-2", date="2025-01-01")]
    years = [YEARS[2018], YEARS[2021]]
    rows = [row(str(n), f"bt-99-{n + 1}", legal_basis="AufenthG § 19a", **year) for n, year in enumerate(years)]
    assert len(series_of(*rows, papers=papers)) == 2
    rows = [row(str(n), f"bt-99-{n + 1}", legal_basis="AufenthG § 25", **year) for n, year in enumerate(years)]
    assert len(series_of(*rows, papers=papers)) == 1


SHARE = {"unit": "percent", "measure": "share"}


def test_shares_join_by_what_they_are_a_share_of() -> None:
    def pair(label: str, doc_id: str, year: int, measure: str = "grant") -> Sequence[Row]:
        place = {"row": "3", **YEARS[year]}
        return (
            row("5", doc_id, col_label=f"{label} › absolut", measure=measure, **place),
            row("50", doc_id, col_label=f"{label} › Anteil", share_of=f"{label} › absolut", **SHARE, **place),
        )

    assert len(series_of(*pair("Jahr 2013 › Erteilt", "bt-99-1", 2013), *pair("erteilt.", "bt-99-2", 2015))) == 2
    assert len(series_of(*pair("Erteilt", "bt-99-1", 2013), *pair("Erteilt", "bt-99-2", 2015, "renewal"))) == 4


def test_a_rate_with_a_definition_of_its_own_is_another_rate() -> None:
    plain = row("50", col_label="Schutzquote", share_of="Entscheidungen", **SHARE)
    adjusted = {"col_label": "bereinigte Schutzquote", "share_of": "Entscheidungen", **SHARE, **YEARS[2015]}
    assert len(series_of(plain, row("60", "bt-99-2", **adjusted))) == 2


def test_a_rate_by_the_number_of_a_question_is_what_the_question_defines() -> None:
    rows = [
        row("50", share_of="zu Frage 1b", col_label="Quote zu Frage 1b", **SHARE),
        row("60", "bt-99-2", share_of="zu Frage 3", col_label="Quote zu Frage 3", **SHARE, **YEARS[2015]),
        row("70", "bt-99-3", share_of="Entscheidungen", col_label="bereinigte Schutzquote", **SHARE, **YEARS[2017]),
    ]
    asked = "Wie hoch war die „bereinigte Schutzquote“?"
    questions = [ask("bt-99-1", "1b", asked), ask("bt-99-2", "3", f"{asked} Bitte nach Ländern.")]
    rows = [{**one, "question_id": ""} for one in rows]
    assert len(series_of(*rows, questions=questions)) == 1
    assert len(series_of({**rows[0], "category": "Schutz"}, *rows[1:], questions=questions)) == 1
    assert len(series_of({**rows[0], "category": "Asylberechtigung"}, *rows[1:], questions=questions)) == 2
    assert len(series_of(*rows)) == 3


def ask(doc_id: str, question_id: str, question: str) -> Row:
    return {"doc_id": doc_id, "question_id": question_id, "question": question}


ALL = "Wie viele Personen erhielten eine Aufenthaltserlaubnis (bitte nach Herkunftsländern aufschlüsseln)?"
MINORS = "Wie viele unbegleitete Minderjährige stellten einen Asylantrag, und wie wurde über sie entschieden?"


def test_the_question_is_part_of_the_meaning() -> None:
    questions = [
        ask("bt-99-1", "1", ALL),
        ask("bt-99-1", "2", MINORS),
        ask("bt-99-2", "4b", MINORS),
        ask("bt-99-2", "7", ALL),
    ]
    rows = [row("5"), row("3", question_id="2"), row("7", "bt-99-2", question_id="7", **YEARS[2015])]
    found = series_of(*rows, questions=questions)
    assert [(one.key.asked, len(one.points)) for one in found] == [("bt-99-1 1", 2), ("bt-99-1 2", 1)]


def test_a_question_continues_the_one_it_is_most_alike() -> None:
    longer = f"{ALL} Wie viele davon waren minderjährig?"
    questions = [
        *(ask("bt-99-1", *one) for one in (("1a", ALL), ("1b", "Und in welchen Ländern?"), ("2", MINORS))),
        *(
            ask("bt-99-2", *one)
            for one in (("1", "Welche Kosten entstanden dem Bundeshaushalt?"), ("3", MINORS), ("9", longer))
        ),
        *(ask("bt-99-3", *one) for one in (("5", longer), ("6", ALL))),
    ]
    found = find_lineages(questions, tuple(PAPERS))
    assert (
        found["bt-99-1", "1b"]
        == found["bt-99-1", "1a"]
        == found["bt-99-2", "9"]
        == found["bt-99-3", "5"]
        == "bt-99-1 1"
    )
    assert found["bt-99-2", "3"] == "bt-99-1 2"
    assert found["bt-99-2", "1"] == "bt-99-2 1"
    assert found["bt-99-3", "6"] == "bt-99-3 6", "a question is continued once"


def test_where_the_measure_says_nothing_the_print_does() -> None:
    rows = [row("5", measure="other", col_label="Klagen"), row("7", "bt-99-2", measure="other", **YEARS[2015])]
    assert len(series_of(rows[0], {**rows[1], "col_label": "Berufungen"})) == 2
    assert len(series_of(rows[0], {**rows[1], "col_label": "Jahr 2015 › Klagen"})) == 1


def test_without_value_or_time_there_is_no_point() -> None:
    assert series_of(row(""), row("5", period_end=""), row("5", period_start="", period_end="")) == ()


_TIMES = st.sampled_from(
    [
        *(YEARS[year] for year in (2012, 2013)),
        {"period_start": "2013-01-01", "period_end": "2013-09-30"},
        {"period_start": "2013-10-01", "period_end": "2013-12-31"},
        {"period_start": "2013-10-01", "period_end": "2013-10-31"},
        DAY,
        DAY | {"period_start": "2012-02-24"},
        YEARS[2013] | {"reference_date": "2014-01-31"},
    ]
)
_OBSERVATIONS = st.lists(
    st.tuples(
        st.sampled_from(["bt-99-1", "bt-99-2", "bt-99-3"]),
        st.sampled_from(["stock", "grant", "application", "share", "other", ""]),
        st.sampled_from(["persons", "titles", "percent", "other", ""]),
        st.sampled_from(["", "SYR", "XTO"]),
        st.sampled_from(["", "AZR", "BAMF"]),
        st.sampled_from(["", "Entscheidungen", "Anträge", "zu Frage 1"]),
        st.sampled_from(["", "ambiguous"]),
        _TIMES,
    ),
    max_size=30,
)


@given(_OBSERVATIONS)
def test_no_series_merges_what_differs_in_kind(made: Sequence[tuple[str, str, str, str, str, str, str, Row]]) -> None:
    rows = [
        row(
            str(n),
            doc_id,
            measure=measure,
            unit=unit,
            nationality=state,
            register=register,
            share_of=share,
            flags=flag,
            **time,
        )
        for n, (doc_id, measure, unit, state, register, share, flag, time) in enumerate(made)
    ]
    found = series_of(*rows)
    seen = []
    for one in found:
        inside = [member for point in one.points for figure in point.figures for member in figure.rows]
        seen += [member["obs_id"] for member in inside]
        for name in ("measure", "unit", "register", "title_type", "share_of"):
            assert len({member[name] for member in inside}) == 1, name
        assert len({bool(member["period_end"]) for member in inside}) == 1, "stock with flow"
        assert len({bool(member["reference_date"]) for member in inside}) == 1, "a register's later day with none"
        lengths = {(member["period_start"][5:], member["period_end"][5:]) for member in inside}
        assert len(lengths) == 1, "parts of years with whole years"
        times = [point.time for point in one.points]
        assert times == sorted(set(times))
        for point in one.points:
            for figure in point.figures:
                assert len({member["doc_id"] for member in figure.rows}) == 1
    wanted = [member["obs_id"] for member in rows if member["measure"] or member["unit"]]
    assert sorted(seen) == sorted(wanted), "every observation in one series, none in two"
