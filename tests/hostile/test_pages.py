"""Page trees that lie or run in circles, pages of odd sizes, turned, cropped, and print that stands there twice."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from extractor.errors import ExitCode
from tests.hostile.pdfs import A4, CATALOG, FREE, PAGES, TABLE, assemble, make, objects_of, page, stream
from tests.hostile.program import EXPECTED, call, codes_by_file, dataset_of, figures, rows

ONE = b"<< /Type /Pages /Count 1 /Kids [10 0 R] >>"
DEEP = {
    PAGES: b"<< /Type /Pages /Count 1 /Kids [100 0 R] >>",
    **{
        100 + depth: b"<< /Type /Pages /Count 1 /Parent %d 0 R /Kids [%d 0 R] >>"
        % (99 + depth if depth else PAGES, 101 + depth if depth < 3000 else FREE)
        for depth in range(3001)
    },
}


def tree(**pages: bytes) -> bytes:
    """One page with a table below another page tree: ``pages`` and, if given, an inner ``node``."""
    more = {PAGES: pages["pages"]}
    if "node" in pages:
        more[5] = pages["node"]
    return make(TABLE, more=more)


BARE = {CATALOG: b"<< /Type /Catalog /Pages 2 0 R >>", PAGES: b"<< /Type /Pages /Count 0 /Kids [] >>"}
# Name: the file, the codes of its issues, how often its table stands in the dataset.
CASES: Mapping[str, tuple[bytes, set[str], int]] = {
    "none": (assemble(BARE), {"read.no_pages"}, 0),
    "no_tree": (assemble({CATALOG: b"<< /Type /Catalog >>"}), {"read.no_pages"}, 0),
    "tree_is_null": (assemble({CATALOG: b"<< /Type /Catalog /Pages null >>"}), {"read.no_pages"}, 0),
    "count_without_pages": (
        assemble({**BARE, PAGES: b"<< /Type /Pages /Count 3 /Kids [] >>"}),
        {"read.damaged"},
        0,
    ),
    "count_too_high": (
        tree(pages=b"<< /Type /Pages /Count 5000 /Kids [10 0 R] >>"),
        {"read.pages_damaged"},
        1,
    ),
    "count_absurd": (tree(pages=b"<< /Type /Pages /Count 1000000000 /Kids [10 0 R] >>"), set(), 1),
    "count_negative": (tree(pages=b"<< /Type /Pages /Count -5 /Kids [10 0 R] >>"), set(), 1),
    "kids_loop": (
        tree(pages=b"<< /Type /Pages /Count 3 /Kids [10 0 R 2 0 R 2 0 R] >>"),
        {"read.pages_damaged"},
        1,
    ),
    "kids_are_the_node": (tree(pages=b"<< /Type /Pages /Count 3 /Kids 2 0 R >>"), {"read.damaged"}, 0),
    "kids_loop_of_two": (
        tree(
            pages=b"<< /Type /Pages /Count 1 /Kids [10 0 R 5 0 R] >>",
            node=b"<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [2 0 R] >>",
        ),
        set(),
        1,
    ),
    "parent_loop": (
        make(TABLE, more={PAGES: b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [10 0 R] >>"}),
        set(),
        1,
    ),
    "parent_is_the_page": (
        make(TABLE, more={FREE: page(FREE + 1).replace(b"/Parent 2 0 R", b"/Parent 10 0 R")}),
        set(),
        1,
    ),
    "inherits_from_a_loop": (
        make(
            TABLE,
            more={
                PAGES: b"<< /Type /Pages /Parent 2 0 R /Count 1 /Kids [10 0 R] >>",
                FREE: b"<< /Type /Page /Parent 2 0 R /Contents 11 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            },
        ),
        set(),
        1,
    ),
    "three_thousand_levels": (make(TABLE, more=DEEP), {"read.damaged"}, 0),
    "contents_loop": (make(TABLE, more={FREE: page(12), 12: b"[12 0 R 11 0 R]"}), set(), 1),
    "length_is_the_stream": (
        make(TABLE, more={FREE + 1: b"<< /Length 11 0 R >>\nstream\n%b\nendstream" % TABLE}),
        set(),
        1,
    ),
    "second_page_missing": (
        assemble({**objects_of(TABLE), PAGES: b"<< /Type /Pages /Count 2 /Kids [10 0 R 99 0 R] >>"}),
        {"read.page_damaged"},
        1,
    ),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name, (data, _, _) in CASES.items():
        (folder / f"{name}.pdf").write_bytes(data)
    result: Path = folder.with_name(f"{folder.name}-dataset")
    assert dataset_of(folder, result).code == ExitCode.PARTIAL
    return result


@pytest.mark.parametrize("name", CASES)
def test_page_trees_that_lie(output: Path, name: str) -> None:
    _, codes, times = CASES[name]
    assert codes_by_file(output).get(f"{name}.pdf", set()) == codes
    assert figures(output, f"{name}.pdf") == EXPECTED * times


def test_missing_pages_are_one_issue(output: Path) -> None:
    (issue,) = [row for row in rows(output, "issues") if row["code"] == "read.pages_damaged" and "high" in row["file"]]
    assert (issue["page"], issue["severity"]) == ("2", "error")
    assert "S. 2 bis 5000" in issue["message"]


def test_a_paper_without_a_page_ends_with_4(tmp_path: Path) -> None:
    file = tmp_path / "none.pdf"
    file.write_bytes(CASES["none"][0])
    called = call("inspect", file)
    assert (called.code, called.out) == (ExitCode.INPUT_UNREADABLE, "")
    assert called.err == "none.pdf enthält keine Seiten. Bitte neu herunterladen.\n"


@pytest.mark.parametrize(("pages", "seconds"), [(200, 4), pytest.param(5000, 80, marks=pytest.mark.slow)])
def test_papers_of_many_pages(tmp_path: Path, pages: int, seconds: float) -> None:
    file = tmp_path / "long.pdf"
    file.write_bytes(make(*[TABLE] * pages))
    began = time.process_time()
    called = call("tables", file, "--format", "json")
    assert time.process_time() - began < seconds
    assert called.code == ExitCode.OK
    assert called.out.count('"1.790"') == pages
    result = tmp_path / "out"
    assert dataset_of(tmp_path, result, "--max-pages", str(pages)).code == ExitCode.OK
    assert figures(result, "long.pdf") == EXPECTED * pages
    fewer = tmp_path / "fewer"
    assert dataset_of(tmp_path, fewer, "--max-pages", str(pages - 1)).code == ExitCode.PARTIAL
    assert codes_by_file(fewer) == {"long.pdf": {"read.too_many_pages"}}


def sized(width: float, height: float, content: bytes = TABLE, entries: bytes = b"") -> bytes:
    return make(content, more={FREE: page(FREE + 1, (width, height), entries=entries)})


TEN_METRES = 28346.0
SIZES = {
    "ten_metres": (sized(TEN_METRES, TEN_METRES), 1),
    "kilometres": (sized(1e7, 1e7), 1),
    "beyond_numbers": (sized(1e38, 1e38), 1),
    "strip": (sized(595, 0.01), 0),
    "point": (sized(0, 0), 1),
    "upside_down": (sized(*A4, entries=b"/MediaBox [595 842 0 0]"), 1),
    "no_numbers": (sized(*A4, entries=b"/MediaBox [/a (b) null true]"), 1),
    "infinite": (sized(*A4, entries=b"/MediaBox [0 0 9e99 9e99]"), 1),
    "empty_crop": (sized(*A4, entries=b"/CropBox [100 100 100 100]"), 1),
    "crop_elsewhere": (sized(*A4, entries=b"/CropBox [5000 5000 6000 6000]"), None),
    "user_unit": (sized(*A4, entries=b"/UserUnit 1e30"), 1),
    "odd_turn": (sized(*A4, entries=b"/Rotate 37"), 1),
    "absurd_turn": (sized(*A4, entries=b"/Rotate 9223372036854775807"), None),
    "giant_type": (sized(*A4, content=TABLE + b"BT /F1 1e30 Tf 50 50 Td (9) Tj ET"), 1),
    "collapsed_type": (sized(*A4, content=TABLE + b"BT /F1 10 Tf 0 0 0 0 50 50 Tm (999) Tj ET"), 1),
    "infinite_place": (sized(*A4, content=TABLE + b"BT /F1 10 Tf 1e38 1e38 Td (9) Tj 1e38 1e38 Td (9) Tj ET"), 1),
    "infinite_scale": (sized(*A4, content=TABLE + b"q 1e38 0 0 1e38 0 0 cm 1e38 0 0 1e38 0 0 cm 0 0 9 9 re S Q"), 1),
    "stack_not_emptied": (sized(*A4, content=b"q " * 100_000 + TABLE), 1),
    "stack_too_empty": (sized(*A4, content=b"Q " * 100_000 + TABLE), 1),
}


@pytest.mark.parametrize("name", SIZES)
def test_pages_of_odd_sizes(tmp_path: Path, name: str) -> None:
    data, times = SIZES[name]
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(data)
    called = call("tables", file)
    assert called.code == ExitCode.OK
    assert "nan" not in called.out
    assert "inf" not in called.out
    if times is not None:
        assert called.out.count("1.790") == times


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
def test_turned_pages_read_as_they_are_shown(tmp_path: Path, turn: int) -> None:
    width, height = A4
    # What is drawn is turned against the page, so that the table is level where the page is shown.
    turned = {
        0: b"1 0 0 1 0 0 cm ",
        90: b"0 1 -1 0 %g 0 cm " % height,
        180: b"-1 0 0 -1 %g %g cm " % (width, height),
        270: b"0 -1 1 0 0 %g cm " % width,
    }[turn % 360]
    size = (width, height) if turn % 180 == 0 else (height, width)
    file = tmp_path / "turned.pdf"
    file.write_bytes(sized(*size, content=turned + TABLE, entries=b"/Rotate %d" % turn))
    reference = tmp_path / "level.pdf"
    reference.write_bytes(make(TABLE))

    def without_document(text: str) -> list[list[str]]:
        return [line.split(",")[2:7] + line.split(",")[11:] for line in text.splitlines()]

    assert without_document(call("tables", file).out) == without_document(call("tables", reference).out)


def test_what_is_cropped_away_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "cropped.pdf"
    # The table ends 200 points below the upper edge; of its last row ("Gesamt") nothing is shown.
    file.write_bytes(sized(*A4, entries=b"/CropBox [0 662 595 842]"))
    called = call("tables", file, "--table", "p001t1")
    assert called.out == "Land,männlich,weiblich,Gesamt\nBayern,1.200,300,1.500\nHamburg,200,90,290\n"


@pytest.mark.parametrize("offset", [0.0, 0.25, 0.4])
@pytest.mark.parametrize("times", [2, 3])
def test_print_drawn_more_than_once_is_read_once(tmp_path: Path, times: int, offset: float) -> None:
    copies = b"".join(b"q 1 0 0 1 %g 0 cm %b Q\n" % (offset * number, TABLE) for number in range(times))
    file = tmp_path / "bold.pdf"
    file.write_bytes(make(copies))
    called = call("tables", file, "--table", "p001t1")
    assert called.out == (
        "Land,männlich,weiblich,Gesamt\nBayern,1.200,300,1.500\nHamburg,200,90,290\nGesamt,1.400,390,1.790\n"
    )


def test_a_page_may_be_named_twice(tmp_path: Path) -> None:
    file = tmp_path / "twice.pdf"
    file.write_bytes(tree(pages=b"<< /Type /Pages /Count 2 /Kids [10 0 R 10 0 R] >>"))
    assert call("tables", file).out.count("1.790") == 2


def test_contents_may_be_no_drawing(tmp_path: Path) -> None:
    for number, content in enumerate(
        (b"\x00\xff" * 5000, b"(" * 50_000, b"[" * 50_000, b"<<" * 50_000, b"1 " * 99_999)
    ):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(make(TABLE, more={FREE: page(12), 12: b"[11 0 R 13 0 R]", 13: stream(content)}))
        called = call("tables", file)
        assert called.code == ExitCode.OK
        assert "1.790" in called.out
