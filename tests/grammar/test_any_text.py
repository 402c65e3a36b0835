"""Whatever a text is: no grammar raises, what is found stands where it is said to, and garbage says nothing."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extractor.codes import load_code_lists
from extractor.grammar.age import read_ages, read_stays
from extractor.grammar.hyphenation import join_lines
from extractor.grammar.labels import is_total_label, is_year, opens_parts
from extractor.grammar.legal_basis import find_legal_bases, format_legal_bases, read_legal_bases
from extractor.grammar.letters import folded
from extractor.grammar.numbers import PrintedValue, format_value, is_number, read_value
from extractor.grammar.period import TimeKind, read_periods
from extractor.grammar.sentences import split_sentences
from extractor.interpret.wording import read_context, read_label, read_statements, read_wording
from extractor.interpret.wording_names import find_lands, find_nationalities
from extractor.structure.labels import follows
from extractor.structure.labels import read_label as read_question_label
from tests.grammar.any_text import garbage, nearly_wordings

WORDINGS = nearly_wordings()
CODES = load_code_lists()


@given(WORDINGS)
@example("mındestens 300")
@example("MİNDESTENS 300")
@example("über " + "9" * 40)
@settings(max_examples=300)
def test_numbers(text: str) -> None:
    printed = read_value(text)
    assert is_number(text) == (printed is not None and printed.status != "blank")
    if printed is not None:
        assert printed.value is None or printed.value.is_finite()
        assert printed.value_min is None or printed.value_max is None or printed.value_min <= printed.value_max
        again = read_value(format_value(printed))
        assert again == printed


@given(WORDINGS)
@settings(max_examples=300)
def test_legal_bases(text: str) -> None:
    end = 0
    for citation in find_legal_bases(text, "AufenthG"):
        assert end <= citation.start < citation.end <= len(text)
        assert citation.bases
        assert all(basis.section for basis in citation.bases)
        end = citation.end
    bases = read_legal_bases(text)
    assert len(set(bases)) == len(bases)
    assert len(bases) < 2000


@given(WORDINGS, st.none() | st.integers(1990, 2030))
@example("bis 29. Februar 2019 und 2020", None)
@settings(max_examples=300)
def test_dates(text: str, year: int | None) -> None:
    for period in read_periods(text, year):
        assert text[period.begin : period.stop] == period.wording
        assert period.start or period.end
        if period.kind is TimeKind.REFERENCE:
            assert period.start == period.end
        elif period.start and period.end:
            assert period.start <= period.end


@given(WORDINGS)
@example("unter zweı Jahre")
@example("Aufenthalt seit mehr als eın Jahren")
@settings(max_examples=300)
def test_ages_and_stays(text: str) -> None:
    for age in read_ages(text):
        assert text[age.begin : age.stop] == age.wording
        assert age.least is not None or age.most is not None
        assert all(0 <= bound <= 120 for bound in (age.least, age.most) if bound is not None)
        assert age.least is None or age.most is None or age.least <= age.most
    for stay in read_stays(text):
        assert text[stay.begin : stay.stop] == stay.wording
        assert stay.least is not None or stay.most is not None


@given(WORDINGS)
@example("syrısche Staatsangehörige")
@settings(max_examples=200, deadline=None)
def test_labels(text: str) -> None:
    read_label(text)
    is_total_label(text)
    is_year(text)
    opens_parts(text)
    for mark in (*find_nationalities(text, CODES), *find_lands(text, CODES)):
        assert text[mark.begin : mark.stop] == mark.wording
        assert mark.code


@given(WORDINGS, WORDINGS)
@settings(max_examples=150, deadline=None)
def test_wordings(text: str, context: str) -> None:
    read_context(context)
    for reading in (read_wording(text, context), *read_statements(text, context)):
        assert reading.value is None or reading.value_status
        assert reading.period_start is None or reading.period_end is None or reading.period_start <= reading.period_end
        assert reading.age_min is None or reading.age_max is None or reading.age_min <= reading.age_max


@given(st.lists(WORDINGS, max_size=4))
def test_lines_and_sentences(lines: list[str]) -> None:
    joined = join_lines(lines)
    sentences = split_sentences(joined, frozenset({"Abs", "z. B"}), frozenset({"Quartal"}))
    assert re.sub(r"\s", "", "".join(sentences)) == re.sub(r"\s", "", joined)


@given(WORDINGS, WORDINGS)
@example("٣. a) x", "²) y")
def test_labels_of_questions(first: str, second: str) -> None:
    label, last = read_question_label(first), read_question_label(second)
    if label is not None:
        assert label.number is not None or label.letter
        assert first.endswith(label.rest)
        found = follows(label, last, may_skip=True)
        assert found is None or found.number is not None


@given(garbage())
@settings(max_examples=300)
def test_nothing_is_read_from_garbage(text: str) -> None:
    assert read_value(text) in (None, PrintedValue(None, status="blank"))
    assert read_legal_bases(text, "AufenthG") == ()
    assert format_legal_bases(()) == ""
    assert read_periods(text, 2018) == ()
    assert read_ages(text) == ()
    assert read_stays(text) == ()
    assert find_nationalities(text, CODES) == ()
    assert find_lands(text, CODES) == ()
    reading = read_wording(text)
    assert reading.value is None
    assert (reading.legal_basis, reading.nationality, reading.region, reading.sex) == ("", "", "", "")
    assert not is_total_label(text)
    assert not opens_parts(text)


@given(st.characters() | st.sampled_from("İıſKÅẞß"), st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüß"))
def test_folding_is_what_patterns_do(character: str, letter: str) -> None:
    if re.fullmatch(letter, character, re.IGNORECASE):
        assert folded(character) == folded(letter)
