"""Fonts that do not say which letters they print: no figure comes from them that looks right, and it is said.

PDFium then gives the number that a sign has in the font, and that may be the number of another digit.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ExitCode
from extractor.grammar.numbers import read_value
from extractor.interpret.garbled import without_broken_numbers
from tests.cli.papers import LAENDER, LEAD_IN, table, text
from tests.hostile import fonts
from tests.hostile.pdfs import FREE, TABLE, assemble, objects_of, page
from tests.hostile.program import EXPECTED, call, codes_by_file, dataset_of, figures, rows

MEASURE = "Zahl der erteilten Aufenthaltserlaubnisse zum Stichtag 31. Juli 2025: "


def shifted(first: int) -> bytes:
    """All signs numbered from ``first``, the digits in an order of their own: "1" prints where "7" is meant."""
    signs = fonts.letters()
    order = [sign for sign in signs if not sign.isdigit()]
    digits = [sign for sign in reversed(signs) if sign.isdigit()]
    place = 0x30 - first
    return fonts.by_name(first, b"/C%04d", "".join([*order[:place], *digits, *order[place:]]))


GARBLED = {
    "no_map": fonts.by_glyph(None),
    "empty_map": fonts.by_glyph(lambda sign: None),
    "map_to_nothing": fonts.by_glyph(lambda sign: 0),
    "map_to_replacement": fonts.by_glyph(lambda sign: 0xFFFD),
    "map_to_private_use": fonts.by_glyph(lambda sign: 0xE000 + ord(sign)),
    "map_to_control": fonts.by_glyph(lambda sign: 1 + ord(sign) % 8),
    "map_without_digits": fonts.by_glyph(lambda sign: None if sign.isdigit() else ord(sign)),
    "names_tell_nothing": fonts.by_name(0, b"/g%d"),
    "digits_are_others": shifted(0x21),
    "drawn_glyphs": fonts.drawn("".join(fonts.letters())),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("garbled")
    for name, data in GARBLED.items():
        (folder / f"{name}.pdf").write_bytes(data)
    (folder / "lesbar.pdf").write_bytes(fonts.by_glyph(ord))
    result: Path = folder.with_name(f"{folder.name}-dataset")
    assert dataset_of(folder, result).code == ExitCode.OK
    return result


@pytest.mark.parametrize("name", GARBLED)
def test_no_figure_comes_from_it_and_it_is_said(output: Path, name: str) -> None:
    assert figures(output, f"{name}.pdf") == []
    (issue,) = [
        row for row in rows(output, "issues") if row["file"] == f"{name}.pdf" and row["code"] == "read.garbled_text"
    ]
    assert (issue["page"], issue["severity"]) == ("1", "warning")
    assert "nicht lesbar" in issue["message"]


def test_the_same_font_with_its_map_is_read(output: Path) -> None:
    assert figures(output, "lesbar.pdf") == EXPECTED
    assert "lesbar.pdf" not in codes_by_file(output)


def test_the_grid_shows_what_cannot_be_read(output: Path) -> None:
    ids = {row["doc_id"] for row in rows(output, "documents") if row["file"] == "map_without_digits.pdf"}
    cells = [row["text"] for row in rows(output, "cells") if row["doc_id"] in ids]
    assert cells[:8] == ["Land", "männlich", "weiblich", "Gesamt", "Bayern", "\ufffd" * 5, "\ufffd" * 3, "\ufffd" * 5]


@pytest.mark.parametrize("reader", ["pdfplumber", "camelot"])
def test_other_readers_get_no_control_characters_through(tmp_path: Path, reader: str) -> None:
    for name in ("map_to_nothing", "map_without_digits"):
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(GARBLED[name])
        called = call("tables", file, "--reader", reader)
        assert called.code == ExitCode.OK
        assert all(sign.isprintable() or sign == "\n" for sign in called.out)
        assert "(cid:" not in called.out
        assert "\ufffd\ufffd\ufffd" in called.out


def two_fonts(unreadable: list[tuple[int, int]]) -> bytes:
    """The table in a readable font, but for these cells (row and column from 0), whose font has no map."""
    readable = [
        ["" if (row, col) in unreadable else words for col, words in enumerate(texts)]
        for row, texts in enumerate(LAENDER)
    ]
    others = [
        [words if (row, col) in unreadable else "" for col, words in enumerate(texts)]
        for row, texts in enumerate(LAENDER)
    ]
    strange = fonts.recoded(table(others), fonts.glyph).replace(b"/F1", b"/F2")
    objects = objects_of(LEAD_IN + table(readable) + strange)
    objects[FREE] = page(FREE + 1, fonts=b"/F1 3 0 R /F2 15 0 R")
    fonts.add_glyph_font(objects, 15, None)
    return assemble(objects)


def observations_of(data: bytes, folder: Path, *options: str) -> dict[tuple[str, str], dict[str, str]]:
    (folder / "gemischt.pdf").write_bytes(data)
    output = folder / "out"
    assert dataset_of(folder, output, *options).code in (ExitCode.OK, ExitCode.PARTIAL)
    ids = {row["doc_id"] for row in rows(output, "documents") if row["file"] == "gemischt.pdf"}
    return {(row["row"], row["col"]): row for row in rows(output, "observations") if row["doc_id"] in ids}


def test_a_garbled_figure_has_no_value_and_a_flag(tmp_path: Path) -> None:
    found = observations_of(two_fonts([(1, 1), (2, 3)]), tmp_path)
    assert len(found) == 9
    garbled = {place for place, row in found.items() if "garbled_text" in row["flags"].split(";")}
    assert garbled == {("2", "2"), ("3", "4")}
    assert all(found[place]["value"] == "" and set(found[place]["value_raw"]) == {"\ufffd"} for place in garbled)
    assert found["2", "3"]["value"] == "300"
    (issue,) = [row for row in rows(tmp_path / "out", "issues") if row["code"] == "interpret.garbled_cells"]
    assert (issue["page"], issue["table_id"], issue["severity"]) == ("1", "p001t1", "warning")
    assert "Bei 2 Zahlen" in issue["message"]


def test_figures_of_a_garbled_label_keep_their_value_and_are_doubted(tmp_path: Path) -> None:
    found = observations_of(two_fonts([(2, 0)]), tmp_path)
    assert {row["value"] for row in found.values()} == {figure.replace(".", "") for figure in EXPECTED}
    garbled = {place for place, row in found.items() if "garbled_text" in row["flags"].split(";")}
    assert garbled == {("3", "2"), ("3", "3"), ("3", "4")}
    assert not {row["region"] for place, row in found.items() if place in garbled} & {"DE-HH"}


def test_what_another_reader_makes_of_garbled_print_is_doubted(tmp_path: Path) -> None:
    found = observations_of(two_fonts([(1, 1)]), tmp_path, "--reader", "pdfplumber")
    assert "garbled_text" in found["2", "2"]["flags"].split(";")
    assert "garbled_text" not in found["2", "3"]["flags"].split(";")


def test_a_dash_in_a_font_without_a_map_is_no_zero(tmp_path: Path) -> None:
    # The glyph that is number 0x2D in this font prints "J"; PDFium gives "-".
    sign = next(chr(code) for code, number in fonts._glyphs().items() if number == 0x2D)
    assert sign.isalpha()
    strange = fonts.recoded(text(194, 164, sign), fonts.glyph).replace(b"/F1", b"/F2")
    figures_around = [
        [("" if (row, col) == (2, 1) else words) for col, words in enumerate(texts)]
        for row, texts in enumerate(LAENDER)
    ]
    objects = objects_of(LEAD_IN + table(figures_around) + strange)
    objects[FREE] = page(FREE + 1, fonts=b"/F1 3 0 R /F2 15 0 R")
    fonts.add_glyph_font(objects, 15, None)
    found = observations_of(assemble(objects), tmp_path)
    assert (found["3", "2"]["value"], found["3", "2"]["value_raw"]) == ("", "\ufffd")


@pytest.mark.parametrize("sign", [0x1B, 0x07, 0x9B, 0x85, 0x202E, 0x2028])
def test_a_font_cannot_steer_the_terminal(tmp_path: Path, sign: int) -> None:
    file = tmp_path / "escape.pdf"
    file.write_bytes(fonts.by_glyph(lambda letter: sign if letter in "Bmu" else ord(letter)))
    called = call("inspect", file)
    assert called.code == ExitCode.OK
    assert all(letter.isprintable() or letter == "\n" for letter in called.out)


@settings(max_examples=150, deadline=None, database=None)
@given(before=st.text("0123456789.,-–%<> mehrals", max_size=6), behind=st.text("0123456789.,-–%) ", max_size=6))
def test_no_grammar_reads_a_value_around_an_unreadable_sign(before: str, behind: str) -> None:
    assert read_value(f"{before}\ufffd{behind}") is None


@settings(max_examples=150, deadline=None, database=None)
@given(before=st.text("0123456789.,-– ", max_size=6), behind=st.text("0123456789.,-– ", max_size=6))
def test_no_piece_of_a_broken_number_is_left_in_a_sentence(before: str, behind: str) -> None:
    sentence = without_broken_numbers(f"Es wurden {before}\ufffd{behind} Titel erteilt.")
    assert sentence == "Es wurden \ufffd Titel erteilt."


def test_prose_gives_no_piece_of_a_number() -> None:
    said = "Zum 31. Juli 2025 lebten 1.2\ufffd0 Personen mit Aufenthaltserlaubnis hier, davon 300 Frauen."
    assert without_broken_numbers(said) == (
        "Zum 31. Juli 2025 lebten \ufffd Personen mit Aufenthaltserlaubnis hier, davon 300 Frauen."
    )
    assert without_broken_numbers(MEASURE + TABLE.decode("latin-1")) == MEASURE + TABLE.decode("latin-1")
