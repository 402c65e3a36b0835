from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from extractor.write.text import clean, field_text, write_rows


def test_fields_have_one_form() -> None:
    assert field_text(None) == ""
    assert field_text(3) == "3"
    assert field_text(12.0) == "12.00"
    assert field_text(-0.001) == "0.00"
    assert field_text(Decimal("1E+3")) == "1000"
    assert field_text(Decimal("-0.0")) == "0.0"
    assert field_text(Decimal("24.70")) == "24.70"
    assert field_text(date(2025, 7, 31)) == "2025-07-31"
    assert field_text(("a", "b")) == "a;b"
    assert field_text(()) == ""


def test_control_characters_and_half_surrogates_go() -> None:
    assert clean("a\x00b\x1b[31m\ud800c\u00adü\n") == "ab[31m\ufffdc\u00adü\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_any_text_survives_the_file(rows: list[list[str]]) -> None:
    written = [[field_text(text) for text in row] for row in rows]
    stream = io.StringIO(newline="")
    write_rows(stream, written)
    stream.getvalue().encode("utf-8")
    assert list(csv.reader(io.StringIO(stream.getvalue(), newline=""))) == written
