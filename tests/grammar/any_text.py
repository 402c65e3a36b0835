"""Texts for the grammars: nearly wordings, put together of what they look for, and nothing of the kind."""

from __future__ import annotations

from hypothesis import strategies as st

_FRAGMENTS = (
    "§", "§§", "Art.", "Artikel", "Paragraf", "Abs.", "Absatz", "Satz", "Nr.", "Nummer", "Buchst.", "lit.", "Alt.",
    "erste", "zweite", "Alternative", "AufenthG", "AsylG", "des Aufenthaltsgesetzes", "i. V. m.", "bis", "und",
    "oder", "bzw.", "IV", "V/VII", "25", "25a", "104c", "2", "ohne", "AufenthG § 25 Abs. 2 | ", "zum Stichtag",
    "Stand:", "seit", "seit dem", "ab", "bis zum", "Ende", "vom", "zwischen dem", "nach dem", "vor", "Januar",
    "Feb.", "März", "Dezember", "1.", "31.", "31.12.2018", "30.06.", "2018", "2018/19", "2020/2021", "Quartal",
    "1. bis 3. Quartal", "Halbjahr", "Q4", "des Jahres", "in den letzten drei Monaten", "im Jahr", "früher",
    "2018-02-30", "16", "18", "120", "999", "Jahre", "Jahren", "-Jährige", "unter", "bis unter", "und älter",
    "mindestens", "über", "Aufenthalt", "aufhältig", "seit mehr als", "sechs", "zwei", "minderjährig", "Erwachsene",
    "Lebensjahr", "vollendet", "rund", "mehr als", "höchstens", "knapp", "<", ">", "k. A.", "-", "–", "*", "1)",
    "²", "(", ")", "%", "Euro", "€", "Mio.", "1.790", "1 790", "12,5", "0", "007", "1.2.3",
    "9" * 40, "Gesamt", "davon", "darunter:", "davon aus", "Summe",
    "türkische Staatsangehörige", "Bayern", "syrische", "männlich", "Personen", "Visa", "insgesamt", ";", ",", ".",
    ": ",
)  # fmt: skip
# As broken fonts give letters: without dot, with a dot too many, long s, ligature, full width, other digits, accents.
_LOOKALIKES = {
    "i": "ıİi\u0307", "s": "ſ", "k": "\u212a", "f": "ﬀﬁ", "ä": "a\u0308", "ß": "ẞ", "1": "١１¹", "2": "٢²", ".": "․…",
    " ": "\u00a0\u2009\u202f\t\n\u2028", "-": "\u00ad–−\u2011", "§": "S",
}  # fmt: skip


@st.composite
def _spoilt(draw: st.DrawFn) -> str:
    """A fragment, now and then with a letter for which another stands."""
    fragment = draw(st.sampled_from(_FRAGMENTS))
    places = [place for place, letter in enumerate(fragment) if letter in _LOOKALIKES]
    if places and draw(st.integers(0, 3)) == 0:
        place = draw(st.sampled_from(places))
        fragment = fragment[:place] + draw(st.sampled_from(_LOOKALIKES[fragment[place]])) + fragment[place + 1 :]
    return draw(st.sampled_from((str, str.upper, str.lower)))(fragment) if draw(st.booleans()) else fragment


def nearly_wordings(most: int = 8) -> st.SearchStrategy[str]:
    """Fragments of wordings in any order, with blanks between them or not, and any text at all."""
    pieces = st.lists(_spoilt() | st.text(max_size=4), max_size=most)
    return st.builds(lambda between, found: between.join(found), st.sampled_from((" ", "", " ")), pieces) | st.text()


def garbage() -> st.SearchStrategy[str]:
    """What says nothing: no digit of any kind, no sign of a law, and of letters only some of which no word is made."""
    return st.text("jqyJQY ,;:!?()[]{}\"'\\_=#@&~|^äöü", max_size=60)
