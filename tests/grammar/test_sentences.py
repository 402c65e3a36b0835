from __future__ import annotations

import pytest

from extractor.grammar.sentences import split_sentences

ABBREVIATIONS = frozenset({"Abs", "z. B", "bzw", "vgl"})
ORDINALS = frozenset({"Dezember", "Quartal"})


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Es waren 17. Die Angaben folgen:", ("Es waren 17.", "Die Angaben folgen:")),
        ("Im 4. Quartal waren es 17, im 3. Quartal 12.", ("Im 4. Quartal waren es 17, im 3. Quartal 12.",)),
        ("Am 31. 12. 2018 waren es 17.", ("Am 31. 12. 2018 waren es 17.",)),
        ("Im Jahr 2018 waren es 170. Im Jahr 2017 nur 12.", ("Im Jahr 2018 waren es 170.", "Im Jahr 2017 nur 12.")),
        ("Zum 31. Dezember 2018. Danach nicht.", ("Zum 31. Dezember 2018.", "Danach nicht.")),
        ("Nach § 25 Abs. 2 AufenthG. Ende", ("Nach § 25 Abs. 2 AufenthG.", "Ende")),
        ("Es gab z. B. Fälle (vgl. Seite 3). Warum? Weil.", ("Es gab z. B. Fälle (vgl. Seite 3).", "Warum?", "Weil.")),
        ("„Es gilt.“ Danach nicht.", ("„Es gilt.“", "Danach nicht.")),
        ("", ()),
    ],
)
def test_sentences(text: str, sentences: tuple[str, ...]) -> None:
    assert split_sentences(text, ABBREVIATIONS, ORDINALS) == sentences
