from __future__ import annotations

import pytest

from extractor.structure.answer_marks import read_answer_mark
from extractor.structure.labels import Label, follows, read_label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("3. Wie viele?", Label(3, "", "Wie viele?")),
        ("3.Wie viele?", Label(3, "", "Wie viele?")),
        ("1. a) Wie viele?", Label(1, "a", "Wie viele?")),
        ("b) Wie viele?", Label(None, "b", "Wie viele?")),
        ("bb) Wie viele?", Label(None, "bb", "Wie viele?")),
        ("12. Dezember 2018", None),
        ("4. Quartal 2018", None),
        ("3.500 Personen", None),
        ("2018 wurden", None),
        ("ab) Wie viele?", None),
        ("Wie viele?", None),
    ],
)
def test_labels(text: str, label: Label | None) -> None:
    assert read_label(text) == label


@pytest.mark.parametrize(
    ("label", "last", "may_skip", "question_id"),
    [
        (Label(1, "", ""), None, False, "1"),
        (Label(2, "", ""), None, True, None),
        (Label(4, "", ""), Label(3, "c", ""), False, "4"),
        (Label(5, "", ""), Label(3, "", ""), False, None),
        (Label(5, "", ""), Label(3, "", ""), True, "5"),
        (Label(4, "b", ""), Label(3, "", ""), False, None),
        (Label(None, "a", ""), Label(3, "", ""), False, "3a"),
        (Label(None, "b", ""), Label(3, "", ""), True, None),
        (Label(None, "c", ""), Label(3, "a", ""), False, None),
        (Label(None, "c", ""), Label(3, "a", ""), True, "3c"),
        (Label(None, "aa", ""), Label(3, "b", ""), False, "3baa"),
        (Label(None, "c", ""), Label(3, "bbb", ""), False, "3c"),
        (Label(None, "aa", ""), Label(3, "z", ""), False, "3aa"),
        (Label(None, "bb", ""), Label(3, "aa", ""), False, "3bb"),
        (Label(None, "a", ""), None, False, None),
    ],
)
def test_order(label: Label, last: Label | None, may_skip: bool, question_id: str | None) -> None:
    found = follows(label, last, may_skip)
    assert (found.question_id if found else None) == question_id


KNOWN = ("1", "2a", "2b", "2c", "3")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Zu Frage 1:", ("1",)),
        ("Zu 1:", ("1",)),
        ("Antwort zu Frage 2b:", ("2b",)),
        ("Zu den Fragen 1 und 3", ("1", "3")),
        ("Zu den Fragen 2a bis 2c:", ("2a", "2b", "2c")),
        ("Zu den Fragen 1 bis 3:", KNOWN),
        ("Zu den Fragen 2a und b:", ("2a", "2b")),
        ("Zu Frage 2:", ("2a", "2b", "2c")),
        ("Zu Frage 3: Die Angaben fehlen.", ("3",)),
        ("Zu Frage 3 liegen keine Angaben vor.", ()),
        ("Zu Frage 7:", ()),
        ("Die Fragen 1 und 2 werden gemeinsam beantwortet.", ()),
    ],
)
def test_marks(text: str, named: tuple[str, ...]) -> None:
    assert read_answer_mark(text, KNOWN) == named
