from __future__ import annotations

from dataclasses import replace

from extractor.model.table import Cell, Table, TablePlace
from extractor.structure import place_tables, read_structure
from tests.structure.papers import FILLER, Paper, answered_paper

LEAD_IN = "Die Angaben können den folgenden Tabellen entnommen werden:"


def places(paper: Paper, *tables: Table) -> tuple[TablePlace, ...]:
    document = paper.document()
    return place_tables(read_structure(document), document, tables)


def paper_with_question() -> Paper:
    paper = answered_paper()
    paper.question("1.", "Wie viele Titel wurden im Jahr 2018 erteilt", "an")
    paper.question("a)", "Frauen?", letter=True)
    paper.question("b)", "Männer?", letter=True)
    return paper


def test_table_belongs_to_the_answer_it_stands_in() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    first = paper.table()
    paper.question("2.", "Wie viele wurden versagt?")
    paper.answer("Die Versagungen ergeben sich aus der folgenden Übersicht.", *[FILLER] * 2)
    second = paper.table(name="t2")
    one, two = places(paper, first, second)
    assert one.question_id == "1"
    assert one.question_text == "Wie viele Titel wurden im Jahr 2018 erteilt an Frauen? Männer?"
    assert one.lead_in == LEAD_IN
    assert two.question_id == "2"
    assert two.lead_in == "Die Versagungen ergeben sich aus der folgenden Übersicht."


def test_order_of_the_tables_is_kept() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    first, second = paper.table(), paper.table(name="t2")
    assert [place.table_id for place in places(paper, second, first)] == [second.table_id, first.table_id]


def test_lead_in_of_the_page_before_and_of_the_table_before() -> None:
    paper = paper_with_question()
    paper.answer("Im Jahr 2018 wurden 17 Titel erteilt. Die weiteren Angaben", "können den folgenden Tabellen")
    paper.break_page()
    paper.put("entnommen werden:", paper.body, paper.left)
    first, second = paper.table(), paper.table(name="t2")
    paper.answer("Es gab im Zeitraum keine Revisionen in der Sache.")
    third = paper.table(name="t3")
    expected = "Die weiteren Angaben können den folgenden Tabellen entnommen werden:"
    assert [place.lead_in for place in places(paper, first, second, third)] == [expected] * 3


def test_last_sentence_leads_in_where_none_points() -> None:
    paper = paper_with_question()
    paper.answer("Zum Stichtag 31. Dezember 2018 lebten 17 Personen z. B. in Bremen.", "Es waren im Jahr 2017 nur 12.")
    assert places(paper, paper.table())[0].lead_in == "Es waren im Jahr 2017 nur 12."


def test_lines_inside_a_table_lead_nowhere() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    table = paper.table(rows=6)
    inside = replace(
        table, parts=(replace(table.parts[0], box=replace(table.parts[0].box, y0=table.parts[0].box.y1 - 20)),)
    )
    paper.rules[-1].clear()
    full, _ = places(paper, table, replace(inside, table_id="p002t2"))
    assert full.lead_in == LEAD_IN


def test_heading_and_notes() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    paper.put("Entscheidungen durch das BAMF", paper.body, paper.left, bold=True, gap=2)
    table = paper.table()
    paper.put("* Die Zahlen wurden korrigiert und enthalten auch die", 8, paper.left, gap=2)
    paper.put("Fälle des Vorjahres.", 8, paper.left)
    paper.put("Quelle: AZR zum Stichtag", paper.body, paper.left)
    paper.put("31. Dezember 2018", paper.body, paper.left, gap=1.1)
    paper.answer("Im Übrigen wird auf die Antwort zu Frage 3 verwiesen.")
    place = places(paper, table)[0]
    assert place.heading == "Entscheidungen durch das BAMF"
    assert place.lead_in == LEAD_IN
    assert place.notes == (
        "* Die Zahlen wurden korrigiert und enthalten auch die Fälle des Vorjahres.",
        "Quelle: AZR zum Stichtag 31. Dezember 2018",
    )


def test_footnote_at_the_foot_of_the_page() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    table = paper.table()
    box = table.parts[0].box
    cells = (Cell(2, 2, 1, 1, "1.234*", 2, box), Cell(3, 2, 1, 1, "17", 2, box))
    paper.put("** Vorläufige Zahl.", 8, paper.left)
    paper.answer(*[FILLER] * 3)
    paper.put("* Ohne Doppelzählungen, soweit", 8, paper.left, gap=4)
    paper.put("bekannt.", 8, paper.left)
    paper.put("1) Siehe die Vorbemerkung.", 8, paper.left)
    assert places(paper, replace(table, cells=cells))[0].notes == (
        "** Vorläufige Zahl.",
        "* Ohne Doppelzählungen, soweit bekannt.",
    )


def test_many_notes_are_kept_once() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    table = paper.table()
    box = table.parts[0].box
    cells = tuple(Cell(1, 1, 1, 1, f"Land {number})", 2, box) for number in range(1, 7))
    for number in range(1, 7):
        paper.put(f"{number}) Anmerkung.", 8, paper.left)
    notes = places(paper, replace(table, cells=cells))[0].notes
    assert notes == tuple(f"{number}) Anmerkung." for number in range(1, 7))


def test_heading_alone_leads_in_where_no_sentence_points() -> None:
    paper = paper_with_question()
    paper.answer("Die Veröffentlichung beider Zahlen wurde beendet.")
    paper.put("Asylgesuche nach Monaten", paper.body, paper.left, gap=2)
    place = places(paper, paper.table())[0]
    assert (place.lead_in, place.heading) == ("", "Asylgesuche nach Monaten")


def test_text_below_a_table_is_no_note() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    table = paper.table()
    paper.answer("Etwaige Differenzen erklären sich aus sonstigen Maßnahmen.")
    paper.question("2.", "Wie viele?")
    paper.answer()
    place = places(paper, table)[0]
    assert place.notes == ()
    assert place.heading == ""


def test_line_near_the_next_table_is_its_heading() -> None:
    paper = paper_with_question()
    paper.answer(LEAD_IN)
    first = paper.table()
    paper.y += 5
    paper.put("Stand: 31. Dezember 2018", paper.body, paper.left, gap=2)
    paper.y -= 14
    second = paper.table(name="t2")
    one, two = places(paper, first, second)
    assert one.notes == ()
    assert two.heading == "Stand: 31. Dezember 2018"


def test_paper_without_questions() -> None:
    paper = Paper()
    paper.answer(*[FILLER] * 3, "Die Zahlen zeigt die folgende Tabelle:")
    place = places(paper, paper.table())[0]
    assert place.question_id == place.question_text == ""
    assert place.lead_in == "Die Zahlen zeigt die folgende Tabelle:"
