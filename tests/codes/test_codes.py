from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from extractor.codes import load_code_lists, normalise
from extractor.errors import ExtractorError
from extractor.resources import column_names, schemas_folder, table_schema

CODES = load_code_lists()


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Syrien", "SYR"), ("SYRIEN", "SYR"), ("Eritrea**", "ERI"), ("Kosovo", "XKX"), ("Ungeklärt", "XUK"),
        ("Staatenlos", "XXA"), ("Bosnien-Herzegowina", "BIH"), ("Bosnien–Herzegowina", "BIH"),
        ("Sudan (ohne Südsudan)", "SDN"), ("Serbien (mit Kosovo)", "SCG"), ("Griechenland", "GRC"),
        ("Moldau (Republik)", "MDA"), ("Elfenbeinküste (Côte d‘Ivoire)", "CIV"), ("Jugoslawien (ehemals)", "YUG"),
        ("Guinea", "GIN"), ("Guinea-Bissau", "GNB"), ("Niger", "NER"), ("Nigeria", "NGA"),
        ("Sudan und", ""), ("Syrer", ""), ("Sonstige", ""), ("Gesamt", ""), ("", ""),
    ],
)  # fmt: skip
def test_nationalities(label: str, code: str) -> None:
    assert CODES.nationality(label) == code


@pytest.mark.parametrize(
    ("label", "code"),
    [("Baden Württemberg", "DE-BW"), ("NRW", "DE-NW"), ("Sachsen-Anhalt", "DE-ST"), ("Sachsen", "DE-SN"), ("Wien", "")],
)
def test_laender(label: str, code: str) -> None:
    assert CODES.land(label) == code


def test_there_are_sixteen_laender() -> None:
    lands = [entry for entry in CODES.lists["laender"].entries if entry.code != "DE"]
    assert len(lands) == 16
    assert sorted(entry.details["ags"] for entry in lands) == [f"{number:02}" for number in range(1, 17)]


def test_totals_and_residuals_are_no_nationalities() -> None:
    assert CODES.total_of("Gesamt:") == ("any",)
    assert CODES.total_of("Staatsangehörigkeiten gesamt") == ("nationality",)
    assert CODES.total_of("Alle Bundesländer") == ("region",)
    assert CODES.total_of("Syrien") == ()
    assert CODES.residual("Sonstige", "nationality") == "XSO"
    assert CODES.residual("ohne Angabe", "sex") == "U"
    assert CODES.residual("Sonstige", "region") == ""


def test_a_number_of_a_section_is_valid_in_its_time() -> None:
    sections = CODES.lists["aufenthg_sections"]
    before, since = sections.valid("19a", date(2016, 1, 1)), sections.valid("19a", date(2022, 1, 1))
    assert before is not None
    assert since is not None
    assert before.details["title_type"] == "eu_blue_card"
    assert since.details["title_type"] == "residence_permit"
    assert sections.valid("104c", date(2020, 1, 1)) is None


def test_one_citation_can_be_two_categories_of_the_register() -> None:
    entries = CODES.lists["azr_categories"].entries
    found = [entry.label for entry in entries if entry.details["citation"] == "§ 25 Absatz 2 AufenthG"]
    assert found == ["GFK", "subsidiärer Schutz"]


def test_codes_of_lists_are_those_of_the_schema() -> None:
    fields = {field["name"]: field for field in table_schema("observations")["fields"]}
    for name, list_name in (("measure", "measures"), ("unit", "units"), ("title_type", "title_types")):
        codes = {entry.code for entry in CODES.lists[list_name].entries}
        assert codes == set(fields[name]["constraints"]["enum"])
    assert "nationality" in column_names("observations")


def test_every_row_of_every_list_has_a_source() -> None:
    for path in sorted((schemas_folder() / "codelists").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as handle:
            for line, row in enumerate(csv.DictReader(handle), start=2):
                assert row["source"], f"{path.name}:{line}"
                assert None not in row, f"{path.name}:{line}"


def test_no_wording_stands_for_two_codes() -> None:
    for code_list in CODES.lists.values():
        seen: dict[str, str] = {}
        for wording in code_list.wordings:
            assert seen.setdefault(normalise(wording.wording), wording.code) == wording.code


def test_users_add_wordings_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "nationality_aliases.csv").write_text(
        "wording,code,source\nSYR. Arab. Rep.,SYR,mine\n", encoding="utf-8"
    )
    codes = load_code_lists(extra=(tmp_path,))
    assert codes.nationality("Syr Arab Rep") == "SYR"
    assert CODES.nationality("Syr Arab Rep") == ""


@pytest.mark.parametrize("content", ["wording,source\nX,mine\n", "wording,code,source\nX,ABC,mine\n"])
def test_a_list_that_does_not_fit_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "nationality_aliases.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ExtractorError) as caught:
        load_code_lists(extra=(tmp_path,))
    assert caught.value.code == "codes.bad_list"


@pytest.mark.parametrize(
    ("label", "dimension"),
    [
        ("Herkunftsland", "nationality"),
        ("nach Staatsangehörigkeit (Top-5)", "nationality"),
        ("Aufschlüsselung nach Herkunftsländern", "nationality"),
        ("Bundesland", "region"),
        ("nach Grenze", "place"),
        ("Rechtsgrundlage", "legal_basis"),
        ("Syrien", ""),
    ],
)
def test_heads_name_their_dimension(label: str, dimension: str) -> None:
    assert CODES.dimension_of(label) == dimension
