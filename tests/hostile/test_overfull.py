"""Pages with far more on them than anybody can read: they end soon, within bounds of memory, and it is said."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import ExitCode
from tests.hostile.pdfs import FREE, TABLE, glyphs, make, page, rules, stream
from tests.hostile.program import EXPECTED, codes_by_file, dataset_of, figures, start

GIGABYTE = 1024**3


def corners(count: int) -> bytes:
    """One path of so many corners."""
    return b"0.2 w 20 20 m\n" + b"".join(b"%d %d l\n" % (20 + n % 500, 20 + n // 500) for n in range(count)) + b"S\n"


def forms(count: int) -> bytes:
    """A page that draws a form with a thousand rules so often."""
    form = stream(rules(1000), b"/Type /XObject /Subtype /Form /BBox [0 0 595 842]")
    resources = b"/XObject << /X 12 0 R >>"
    return make(TABLE + b" /X Do" * count, more={FREE: page(FREE + 1, resources=resources), 12: form})


def grid(count: int) -> bytes:
    """A grid of so many rules across and down, behind the table."""
    across = b"".join(b"20 %g m 570 %g l S\n" % (20 + 500 * n / count, 20 + 500 * n / count) for n in range(count))
    down = b"".join(b"%g 20 m %g 520 l S\n" % (20 + 550 * n / count, 20 + 550 * n / count) for n in range(count))
    return b"0.1 w\n" + across + down


def words(rows: int, cols: int) -> bytes:
    """Numbers in rows and columns without rules."""
    return b"".join(
        b"BT /F1 %g Tf %g %g Td (%d) Tj ET\n" % (300 / rows, 20 + 550 * col / cols, 20 + 500 * row / rows, row * col)
        for row in range(rows)
        for col in range(cols)
    )


OVERFULL: dict[str, Callable[[], bytes]] = {
    "rules": lambda: make(TABLE + rules(100_000)),
    "corners": lambda: make(TABLE + corners(300_000)),
    "forms": lambda: forms(100),
    "glyphs": lambda: make(TABLE + glyphs(200_000)),
    "one_line": lambda: make(TABLE + b"BT /F1 0.01 Tf 20 400 Td " + (b"(" + b"12345" * 6000 + b") Tj ") * 8 + b" ET"),
}
MILLIONS: dict[str, Callable[[], bytes]] = {
    "rules": lambda: make(TABLE + rules(1_000_000)),
    "corners": lambda: make(TABLE + corners(1_000_000)),
    "forms": lambda: forms(1000),
    "glyphs": lambda: make(TABLE + glyphs(1_250_000)),
    "one_line": lambda: make(TABLE + b"BT /F1 0.01 Tf 20 400 Td " + (b"(" + b"12345" * 6000 + b") Tj ") * 34 + b" ET"),
    "words": lambda: make(TABLE + words(1000, 1000)),
}


DENSE: dict[str, Callable[[], bytes]] = {
    "thousand_rules": lambda: make(TABLE + grid(1000) + words(50, 50)),
    "ten_thousand_rules": lambda: make(TABLE + grid(10_000) + words(20, 20)),
    "long": lambda: make(TABLE + words(300, 30)),
    "wide": lambda: make(TABLE + words(30, 300)),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overfull")
    for name, build in {**OVERFULL, **DENSE}.items():
        (folder / f"{name}.pdf").write_bytes(build())
    result: Path = folder.with_name(f"{folder.name}-dataset")
    # Each has half a minute, a tenth of what a document has.
    assert dataset_of(folder, result, "--timeout", "30").code in (ExitCode.OK, ExitCode.PARTIAL)
    return result


@pytest.mark.parametrize("name", OVERFULL)
def test_an_overfull_page_is_read_in_part_and_reported(output: Path, name: str) -> None:
    assert "read.overfull_page" in codes_by_file(output)[f"{name}.pdf"]
    # The table comes first and is there.
    assert figures(output, f"{name}.pdf")[: len(EXPECTED)] == EXPECTED


@pytest.mark.parametrize("name", DENSE)
def test_dense_pages_are_read(output: Path, name: str) -> None:
    assert not {"read.overfull_page", "run.timed_out"} & codes_by_file(output).get(f"{name}.pdf", set())
    assert set(EXPECTED) <= set(figures(output, f"{name}.pdf"))


@pytest.mark.slow
@pytest.mark.parametrize("name", MILLIONS)
def test_a_million_ends_within_bounds(tmp_path: Path, name: str) -> None:
    file = tmp_path / "voll.pdf"
    file.write_bytes(MILLIONS[name]())
    began = time.monotonic()
    # What a document has by default in a batch.
    called = start("tables", file, memory=4 * GIGABYTE)
    assert time.monotonic() - began < 60
    assert called.code == ExitCode.OK
    assert "mehr Zeichen oder Zeichnung" in called.err
    assert "1.790" in called.out
