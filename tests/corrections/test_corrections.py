"""Corrections are replayed, refused when the reading has changed, and shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.corrections import Correction, apply_corrections, correction_text, load_corrections, read_corrections
from extractor.errors import ExitCode, ExtractorError
from extractor.messages import LANGUAGES, render
from extractor.model.observation import Observation

_SHA = "a" * 64


def _observation(**fields: object) -> Observation:
    known: dict[str, object] = {
        "obs_id": "bt-19-1:p010t1:r3c2",
        "doc_id": "bt-19-1",
        "question_id": "1",
        "table_id": "p010t1",
        "row": 3,
        "col": 2,
        "page": 10,
        "value": Decimal(164),
        "value_raw": "164",
        "value_status": "exact",
        "nationality": "SDN",
        "flags": ("ambiguous",),
        **dict.fromkeys(("x0", "y0", "x1", "y1"), 0.0),
    }
    return Observation(**{**known, **fields})  # type: ignore[arg-type]


def _correction(**fields: str) -> Correction:
    known = {
        "document": _SHA,
        "table": "p010t1",
        "cell": "r3c2",
        "read": "164",
        "right": "1.264",
        "why": "w",
        "by": "b",
    }
    return Correction(**{**known, **fields})


def test_a_figure_is_read_anew_and_counts_as_reviewed() -> None:
    document = apply_corrections((_observation(),), [_correction()], _SHA)
    (one,) = document.observations
    assert (one.value, one.value_raw, one.value_status) == (Decimal(1264), "1.264", "exact")
    assert one.evidence == ("reviewed",)
    assert one.flags == ("ambiguous",)
    assert [issue.code for issue in document.issues] == ["corrections.applied"]
    assert document.issues[0].page == 10


def test_bounds_and_dashes() -> None:
    (one,) = apply_corrections((_observation(),), [_correction(right="-")], _SHA).observations
    assert (one.value, one.value_status) == (Decimal(0), "nil")


def test_the_same_text_confirms() -> None:
    (one,) = apply_corrections((_observation(),), [_correction(right="164")], _SHA).observations
    assert one == _observation(evidence=("reviewed",))


def test_a_dimension() -> None:
    corrections = [
        _correction(field="nationality", read="SDN", right="SSD"),
        _correction(field="reference_date", read="", right="2018-12-31"),
    ]
    (one,) = apply_corrections((_observation(),), corrections, _SHA).observations
    assert (one.nationality, one.reference_date) == ("SSD", date(2018, 12, 31))
    assert one.evidence == ("reviewed",)


def test_prose_has_its_own_place() -> None:
    stated = _observation(obs_id="bt-19-1:3c:s1", table_id="", row=None, col=None)
    (one,) = apply_corrections((stated,), [_correction(table="", cell="3c:s1")], _SHA).observations
    assert one.value == 1264


@pytest.mark.parametrize(
    ("correction", "code"),
    [
        (_correction(read="165"), "reading_changed"),
        (_correction(cell="r9c9"), "no_such_cell"),
        (_correction(right="12,34,5"), "not_a_value"),
        (_correction(field="reference_date", read="", right="gestern"), "not_a_value"),
        (_correction(field="flags", read="ambiguous", right=""), "unknown_field"),
    ],
)
def test_refused(correction: Correction, code: str) -> None:
    document = apply_corrections((_observation(),), [correction], _SHA)
    assert document.observations == (_observation(),)
    (issue,) = document.issues
    assert issue.code == f"corrections.{code}"
    for language in LANGUAGES:
        assert render(issue.code, language, **issue.data)


def test_other_documents_are_passed_over() -> None:
    document = apply_corrections((_observation(),), [_correction(document="b" * 64)], _SHA)
    assert document.observations == (_observation(),)
    assert not document.issues


_ENTRY = """[[correction]]
document = "{sha}"
table = "p010t1"
cell = "r3c2"
read = "1"
right = "2"
why = "w"
by = "b"
"""


def test_what_two_people_say_alike_counts_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(_ENTRY.format(sha=_SHA), encoding="utf-8")
    (tmp_path / "b.toml").write_text(_ENTRY.format(sha=_SHA).replace('by = "b"', 'by = "c"'), encoding="utf-8")
    assert [one.by for one in load_corrections(tmp_path)] == ["b"]
    assert len(read_corrections(tmp_path)) == 2


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    entries = (_correction(why='"\\\n\x7f\x01ä'), _correction(field="topic", cell="", read="permits", right=""))
    (tmp_path / "a.toml").write_text(correction_text(entries), encoding="utf-8")
    assert load_corrections(tmp_path) == tuple(replace(one, file="a.toml") for one in entries)


def test_a_whole_table_gets_its_topics() -> None:
    observations = (
        _observation(topic=("permits",)),
        _observation(obs_id="bt-19-1:p010t1:r4c2", row=4, topic=("asylum", "permits")),
        _observation(obs_id="bt-19-1:p011t1:r3c2", table_id="p011t1", topic=("permits",)),
    )
    away = _correction(cell="", field="topic", read="asylum;permits", right="")
    document = apply_corrections(observations, [away], _SHA)
    assert [one.topic for one in document.observations] == [(), (), ("permits",)]
    assert [issue.code for issue in document.issues] == ["corrections.applied"]
    for refused, code in (
        (replace(away, read="permits"), "reading_changed"),
        (replace(away, field="unit"), "unknown_field"),
        (replace(away, table="p099t1"), "no_such_cell"),
    ):
        document = apply_corrections(observations, [refused], _SHA)
        assert document.observations == observations
        assert [issue.code for issue in document.issues] == [f"corrections.{code}"]


def test_files(tmp_path: Path) -> None:
    assert load_corrections(tmp_path / "none") == ()
    (tmp_path / "b.toml").write_text(_ENTRY.format(sha="b" * 64), encoding="utf-8")
    (tmp_path / "a.toml").write_text(_ENTRY.format(sha="a" * 64) + 'field = "unit"\n', encoding="utf-8")
    found = load_corrections(tmp_path)
    assert [(one.file, one.field, one.place) for one in found] == [
        ("a.toml", "unit", "p010t1:r3c2"),
        ("b.toml", "value_raw", "p010t1:r3c2"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[[correction]",
        "corection = []",
        "correction = 3",
        "correction = [3]",
        _ENTRY.format(sha="abc"),
        _ENTRY.format(sha=_SHA).replace('why = "w"\n', ""),
        _ENTRY.format(sha=_SHA).replace('why = "w"', 'why = " "'),
        _ENTRY.format(sha=_SHA) + "unexpected = 1\n",
        _ENTRY.format(sha=_SHA) + "field = 1\n",
        _ENTRY.format(sha=_SHA) + _ENTRY.format(sha=_SHA).replace('right = "2"', 'right = "3"'),
    ],
)
def test_files_that_are_not_valid(tmp_path: Path, text: str) -> None:
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ExtractorError) as caught:
        load_corrections(tmp_path)
    assert caught.value.exit_code is ExitCode.CONFIGURATION_INVALID
    assert caught.value.data["file"] == "c.toml"
