"""Little files that become gigabytes: found before they are unpacked, and where they are not, ended with a message."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import ExitCode
from extractor.read.bombs import LARGEST_STREAM, unpacks_too_far
from tests.hostile.pdfs import (
    FONT,
    FREE,
    TABLE,
    TIMES,
    assemble,
    bomb,
    deflated,
    make,
    numbered,
    objects_of,
    page,
    stream,
)
from tests.hostile.program import EXPECTED, call, codes_by_file, dataset_of, figures, start

MEGABYTE = 1024 * 1024
SIZE = 1024 * MEGABYTE
FLATE = b"/Filter /FlateDecode"
IMAGE = (
    b"/Type /XObject /Subtype /Image /BitsPerComponent 8 /ColorSpace /DeviceGray /Width 32768 /Height 32768 " + FLATE
)


def packed_objects(packed: bytes, first: int) -> bytes:
    """A PDF whose font stands in an object stream of these packed bytes, and whose references are a stream too."""
    objects = objects_of(TABLE)
    del objects[TIMES]
    objects[7] = stream(packed, b"/Type /ObjStm /N 1 /First %d " % first + FLATE)
    out, places = numbered(objects)
    entries = [struct.pack(">BIH", 0, 0, 65535)] * (FREE + 2)
    for number, place in places.items():
        entries[number] = struct.pack(">BIH", 1, place, 0)
    entries[TIMES] = struct.pack(">BIH", 2, 7, 0)
    entries[8] = struct.pack(">BIH", 1, len(out), 0)
    references = deflated(b"".join(entries), b"/Type /XRef /Size %d /W [1 4 2] /Root 1 0 R" % len(entries))
    return out + b"8 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (references, len(out))


def with_content(packed: bytes, entries: bytes = FLATE) -> bytes:
    return make(TABLE, more={FREE: page(12), 12: b"[11 0 R 13 0 R]", 13: stream(packed, entries)})


BOMBS: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: with_content(bomb(SIZE)),
    "blanks": lambda: with_content(bomb(SIZE, fill=b" ")),
    "rules": lambda: with_content(bomb(SIZE, fill=b"0 0 m 9 0 l S\n  ")),
    "objects": lambda: packed_objects(bomb(SIZE, b"3 0 " + FONT, b" "), 4),
}
SLOW = ("blanks", "rules")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in BOMBS]
)
def test_a_gigabyte_in_a_stream_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "bombe.pdf"
    file.write_bytes(BOMBS[name]())
    assert file.stat().st_size < 4 * MEGABYTE
    # With this much of memory for all (Python and PDFium need 200 MB) it cannot have been unpacked.
    called = start("tables", file, memory=600 * MEGABYTE)
    assert (called.code, called.out) == (ExitCode.INPUT_UNREADABLE, "")
    assert called.err.startswith("bombe.pdf enthält gepackte Daten, die sich auf mehr als 100 MB entfalten")
    assert "bitte" in called.err


def test_pictures_are_not_unpacked(tmp_path: Path) -> None:
    image = stream(bomb(SIZE), IMAGE)
    data = make(
        TABLE + b" q 500 0 0 500 0 0 cm /X Do Q",
        more={FREE: page(FREE + 1, resources=b"/XObject << /X 12 0 R >>"), 12: image},
    )
    file = tmp_path / "bild.pdf"
    file.write_bytes(data)
    called = start("tables", file, memory=600 * MEGABYTE)
    assert (called.code, called.err) == (ExitCode.OK, "")
    assert "1.790" in called.out


def test_a_picture_in_the_text_says_its_size_and_is_not_believed(tmp_path: Path) -> None:
    inline = b"q 100 0 0 100 0 0 cm BI /W 100000 /H 100000 /CS /G /BPC 8 ID \x80 EI Q "
    file = tmp_path / "bild.pdf"
    file.write_bytes(make(inline + TABLE, TABLE))
    called = start("tables", file, memory=600 * MEGABYTE)
    assert called.code == ExitCode.OK
    assert "1.790" in called.out


@pytest.mark.parametrize(
    ("size", "line_end"), [(LARGEST_STREAM - MEGABYTE, b"\n"), (LARGEST_STREAM + 2 * MEGABYTE, b"\r\n")]
)
def test_the_limit_is_that_of_what_is_unpacked(size: int, line_end: bytes) -> None:
    data = b"1 0 obj << >>" + b"stream" + line_end + bomb(size) + line_end + b"endstream endobj"
    assert unpacks_too_far(data) is (size > LARGEST_STREAM)


def test_bytes_that_are_not_packed_are_no_bomb() -> None:
    long = bytes(range(256)) * 1000
    assert not unpacks_too_far(b"1 0 obj << >>stream\n" + long + b"endstream")
    assert not unpacks_too_far(b"1 0 obj << >>" + long + b"endstream" + long)
    assert not unpacks_too_far(b"endstream" * 20_000 + b"stream\n" + long)


def form(body: bytes, inner: int = 0) -> bytes:
    resources = b"/Resources << /XObject << /X %d 0 R >> >>" % inner if inner else b""
    return stream(body, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources)


def forms(**of: bytes) -> bytes:
    """A page with a table that draws the form 50; ``of`` are the forms, as ``f50``."""
    more = {int(name[1:]): body for name, body in of.items()}
    return make(TABLE + b" /X Do", more={FREE: page(FREE + 1, resources=b"/XObject << /X 50 0 R >>"), **more})


SANE: dict[str, Callable[[], bytes]] = {
    "objects": lambda: packed_objects(zlib.compress(b"3 0 " + FONT + b" " * MEGABYTE), 4),
    "content": lambda: with_content(bomb(20 * MEGABYTE, fill=b" ")),
    "form_of_itself": lambda: forms(f50=form(b"/X Do", 50)),
    "forms_of_each_other": lambda: forms(f50=form(b"/X Do", 51), f51=form(b"/X Do", 50)),
}


def test_a_batch_goes_on_and_reads_what_is_large_or_odd_but_sane(tmp_path: Path) -> None:
    (tmp_path / "bombe.pdf").write_bytes(BOMBS["zeros"]())
    for name, build in SANE.items():
        (tmp_path / f"{name}.pdf").write_bytes(build())
    output = tmp_path / "out"
    assert dataset_of(tmp_path, output).code == ExitCode.PARTIAL
    assert codes_by_file(output) == {"bombe.pdf": {"read.bomb"}}
    for name in SANE:
        assert figures(output, f"{name}.pdf") == EXPECTED


def tower(levels: int) -> bytes:
    """Forms in forms, each drawn ten times: 10 ** levels rules in a file of four kilobytes."""
    of = {f"f{50 + level}": form(b" /X Do" * 10, 51 + level) for level in range(levels)}
    return forms(**of, **{f"f{50 + levels}": form(b"0 0 m 9 0 l S\n" * 10)})


def test_forms_in_forms_are_read_as_far_as_is_sane(tmp_path: Path) -> None:
    file = tmp_path / "turm.pdf"
    file.write_bytes(tower(4))
    called = call("tables", file)
    assert "mehr Zeichen oder Zeichnung" in called.err
    assert "1.790" in called.out


def watched(file: Path, seconds: float, megabytes: int) -> str:
    """A program that reads a file under these limits."""
    return (
        "from pathlib import Path\n"
        "from extractor.cli.limits import watched\n"
        "from extractor.cli.session import Session\n"
        "from extractor.pipeline import Options, read_grids\n"
        f"file = Path({str(file)!r})\n"
        f"with watched(Session('de'), file.name, {seconds}, {megabytes}):\n"
        "    read_grids(file, Options())\n"
    )


@pytest.mark.parametrize(
    ("seconds", "megabytes", "words"),
    [
        (1.0, 100_000, "turm.pdf: Nach 1 Sekunden aufgegeben."),
        (100.0, 300, "turm.pdf: Das Lesen braucht mehr als 300 MB"),
    ],
)
def test_what_hangs_or_grows_in_pdfium_is_ended_with_a_message(
    tmp_path: Path, seconds: float, megabytes: int, words: str
) -> None:
    file = tmp_path / "turm.pdf"
    file.write_bytes(tower(9))
    began = time.monotonic()
    called = start(program=watched(file, seconds, megabytes))
    assert time.monotonic() - began < 60
    assert called.code == ExitCode.INPUT_UNREADABLE
    assert called.err.startswith(words)


def test_the_limits_let_go_of_what_is_done(tmp_path: Path) -> None:
    file = tmp_path / "gut.pdf"
    file.write_bytes(assemble(objects_of(TABLE)))
    waits = "import threading, time\ntime.sleep(0.5)\nprint(threading.active_count())\n"
    called = start(program=watched(file, 60, 2000) + waits)
    assert (called.code, called.out, called.err) == (0, "1\n", "")


def test_the_report_draws_no_page_that_takes_gigabytes(tmp_path: Path) -> None:
    image = {12: stream(bomb(SIZE), IMAGE)}
    resources = b"/XObject << /X 12 0 R >>"
    drawn = TABLE + b" q 500 0 0 500 0 0 cm /X Do Q"
    (tmp_path / "bild.pdf").write_bytes(make(drawn, more={FREE: page(FREE + 1, resources=resources), **image}))
    (tmp_path / "riese.pdf").write_bytes(make(TABLE, more={FREE: page(FREE + 1, (28346, 28346))}))
    output = tmp_path / "out"
    assert dataset_of(tmp_path, output).code == ExitCode.OK
    called = start("report", output, "--pdfs", tmp_path, memory=1500 * MEGABYTE)
    assert called.code == ExitCode.OK
    pages = [path.read_text(encoding="utf-8") for path in (output / "report").rglob("*.html")]
    # All three tables are in the report, the picture of the plain paper's too.
    assert sum("1.790" in text for text in pages) == 3
    assert sum("data:image/png" in text for text in pages) == 1


@pytest.mark.slow
def test_a_batch_gives_up_what_hangs_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "turm.pdf").write_bytes(tower(9))
    output = tmp_path / "out"
    assert dataset_of(tmp_path, output, "--timeout", "10").code == ExitCode.PARTIAL
    (codes,) = codes_by_file(output).values()
    assert codes <= {"run.timed_out", "run.crashed", "run.out_of_memory"}
    assert len(codes) == 1
