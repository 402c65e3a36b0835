"""Which rows are head, title, section and note, which columns labels and which figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.interpret.layout import read_layout, roles_of
from extractor.model.table import CellRole
from tests.interpret.drawing import make_table

LAENDER = [["Land", "2021", "2022"], ["Bayern", "10", "11"], ["Berlin", "-", "<3"]]


def test_years_in_the_head_are_no_figures() -> None:
    layout = read_layout(make_table(LAENDER))
    assert (layout.head_rows, layout.stub_cols, layout.figure_columns) == (1, 1, (2, 3))
    assert layout.data_rows == (2, 3)


def test_heads_of_two_rows_and_a_row_of_column_numbers() -> None:
    rows = [["Land", "2021", "", "2022"], ["", "männlich", "weiblich", "männlich"], ["1", "2", "3", "4"]]
    table = make_table([*rows, ["Bayern", "10", "11", "9"]], {(1, 1): (2, 1), (1, 2): (1, 2)})
    assert read_layout(table).head_rows == 3


def test_a_text_over_all_columns_above_the_head_is_a_title() -> None:
    table = make_table([["4. Quartal 2022", "", ""], *LAENDER], {(1, 1): (1, 3)})
    layout = read_layout(table)
    assert (layout.title_rows, layout.head_rows, layout.heads) == ((1,), 2, ((3, (2,)),))
    assert roles_of(table, layout)[0] is CellRole.TITLE


def test_a_text_over_all_columns_below_the_head_is_a_section() -> None:
    table = make_table([LAENDER[0], ["Asylberechtigte", "", ""], *LAENDER[1:]], {(2, 1): (1, 3)})
    layout = read_layout(table)
    assert (layout.head_rows, layout.section_rows, layout.data_rows) == (1, (2,), (3, 4))
    assert roles_of(table, layout)[3] is CellRole.SECTION


def test_a_row_that_opens_parts_is_no_head() -> None:
    table = make_table([["Land", "Personen"], ["darunter:", ""], ["Bayern", "3"]])
    assert read_layout(table).head_rows == 1


def test_a_second_head_with_other_words_above_the_figures() -> None:
    table = make_table([["Land", "erteilt"], ["Bayern", "10"], ["Land", "abgelehnt"], ["Bayern", "3"]])
    layout = read_layout(table)
    assert layout.heads == ((2, (1,)), (4, (3,)))
    assert (layout.head_of(2), layout.head_of(4)) == ((1,), (3,))
    assert layout.data_rows == (2, 4)


def test_a_first_column_of_years_or_of_running_numbers_labels_the_rows() -> None:
    years = make_table([["Jahr", "Personen"], ["2019", "4"], ["2020", "2"], ["2021", "7"]])
    numbers = make_table([["Nr.", "Personen"], ["1", "40"], ["2", "20"], ["3", "7"]])
    assert read_layout(years).figure_columns == read_layout(numbers).figure_columns == (2,)


def test_each_column_of_figures_has_the_labels_to_its_left() -> None:
    layout = read_layout(make_table([["Land", "Zahl", "Land", "Zahl"], ["Bayern", "3", "Hessen", "4"]]))
    assert layout.stub_of == {2: (1,), 4: (3,)}


def test_a_marked_row_at_the_end_is_a_note() -> None:
    table = make_table([*LAENDER, ["* ohne Härtefälle", "", ""]], {(4, 1): (1, 3)})
    assert read_layout(table).note_rows == (4,)


def test_a_table_of_words_has_no_figures() -> None:
    layout = read_layout(make_table([["Frage", "Antwort"], ["Wann?", "Bald"]]))
    assert (layout.figure_columns, layout.data_rows) == ((), ())


_texts = st.sampled_from(["", "Land", "Gesamt", "davon:", "2021", "12", "-", "1.234", "45,6 %", "* Hinweis", "Syrien"])


@given(st.lists(st.lists(_texts, min_size=3, max_size=3), min_size=1, max_size=7))
def test_every_cell_has_one_role_and_every_row_one_kind(rows: list[list[str]]) -> None:
    table = make_table(rows)
    layout = read_layout(table)
    assert len(roles_of(table, layout)) == len(table.cells)
    kinds = [*layout.data_rows, *layout.section_rows, *layout.note_rows]
    assert len(kinds) == len(set(kinds))
    assert set(layout.stub_of) == set(layout.figure_columns)
