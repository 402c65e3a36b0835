"""Damage that PDFium passes over is told, with its page; sound papers are left alone."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2.raw as pdfium
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extractor.model.page import PdfSource
from extractor.read import read_document
from extractor.read.damage import find_damage
from extractor.read.pdfium import open_document
from tests.fuzz.objects import Name, Parsed, Ref, Stream, parse, serialise

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def told(data: bytes) -> list[tuple[str, int | None]]:
    """Codes and pages of the issues about damage."""
    _, issues = read_document(PdfSource("test.pdf", data, "0" * 64))
    codes = {"read.page_damaged", "read.content_damaged", "read.repaired", "read.incomplete"}
    return [(issue.code, issue.page) for issue in issues if issue.code in codes]


def paper(*texts: str, encrypt: StandardEncryption | None = None, packed: bool = True) -> bytes:
    """A page for each text; an empty one leaves its page blank."""
    buffer = BytesIO()
    canvas = Canvas(buffer, encrypt=encrypt, invariant=1, pageCompression=packed)
    for text in texts:
        for line in range(12 if text else 0):
            canvas.drawString(72, 700 - 14 * line, f"{text} {line} {line * 7919 % 1000}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


PAPER = serialise(parse(paper("Bayern", "Hessen", "Berlin")))


def content_of(parsed: Parsed, page: int) -> Stream:
    pages = [value for value in parsed.objects.values() if isinstance(value, dict) and value.get("Type") == "Page"]
    stream = parsed.objects[pages[page - 1][Name("Contents")]]
    assert isinstance(stream, Stream)
    return stream


def with_content(change: Callable[[Stream], None], page: int = 2, data: bytes = PAPER) -> bytes:
    parsed = parse(data)
    stream = content_of(parsed, page)
    # ReportLab packs as ASCII85 behind Flate; nearly all others as Flate alone.
    stream.entries[Name("Filter")] = Name("FlateDecode")
    stream.put(b"BT /F1 12 Tf 72 700 Td (Hessen 1.234) Tj ET " * 9)
    change(stream)
    return serialise(parsed)


def flip(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_sound_papers_are_left_alone() -> None:
    assert told(PAPER) == []
    assert told(with_content(lambda stream: None)) == []
    for sample in sorted(SAMPLES.glob("*/document.pdf")):
        assert told(sample.read_bytes()) == [], sample


def test_the_corpus_is_left_alone(corpus: Path) -> None:
    for file in sorted(corpus.glob("*/*.pdf")):
        source = PdfSource(file.name, file.read_bytes(), "0" * 64)
        with open_document(source) as document:
            count = pdfium.FPDF_GetPageCount(document)
            assert find_damage(source, document, count, range(1, count + 1)) == [], file.name


def test_other_data_than_were_packed() -> None:
    # The checksum of Flate stands in the last four bytes.
    assert told(with_content(lambda stream: stream.put_raw(flip(stream.data, -1)))) == [("read.content_damaged", 2)]


def test_data_that_end_too_early() -> None:
    assert told(with_content(lambda stream: stream.put_raw(stream.data[:-9]))) == [("read.content_damaged", 2)]


def test_ascii85_before_flate() -> None:
    data = paper("Bayern", "Hessen")
    place = data.index(b"endstream") - 20
    assert told(data[:place] + b"!!!!!" + data[place + 5 :]) == [("read.content_damaged", 1)]


def test_a_filter_that_there_is_not() -> None:
    assert told(with_content(lambda stream: stream.entries.update({Name("Filter"): Name("FlateDecodf")}))) == [
        ("read.content_damaged", 2)
    ]


def test_other_filters_are_not_judged() -> None:
    def as_hex(stream: Stream) -> None:
        stream.put_raw(zlib.decompress(stream.data).hex().encode() + b">")
        stream.entries[Name("Filter")] = Name("ASCIIHexDecode")

    assert told(with_content(as_hex)) == []


def test_what_several_pages_use_damages_all_of_them() -> None:
    parsed = parse(PAPER)
    broken = Stream({Name("Filter"): Name("FlateDecode")}, b"")
    broken.put_raw(zlib.compress(b"/CIDInit")[:-2] + b"xx")
    parsed.objects[90] = broken
    fonts = [one for one in parsed.objects.values() if isinstance(one, dict) and one.get("Type") == "Font"]
    fonts[0][Name("ToUnicode")] = Ref(90)
    assert told(serialise(parsed)) == [("read.content_damaged", number) for number in (1, 2, 3)]


def test_what_no_page_uses_damages_none() -> None:
    parsed = parse(PAPER)
    broken = Stream({Name("Filter"): Name("FlateDecode"), Name("Type"): Name("Metadata")}, b"")
    broken.put_raw(b"nothing that Flate could unpack")
    parsed.objects[90] = broken
    parsed.objects[parsed.trailer[Name("Root")]][Name("Metadata")] = Ref(90)
    assert told(serialise(parsed)) == []


def test_a_page_whose_content_is_lost() -> None:
    parsed = parse(PAPER)
    page = next(value for value in parsed.objects.values() if isinstance(value, dict) and value.get("Type") == "Page")
    del parsed.objects[page[Name("Contents")]]
    assert told(serialise(parsed)) == [("read.content_damaged", 1)]


def test_a_blank_page_is_no_damage() -> None:
    assert told(paper("Bayern", "", "Berlin")) == []


def test_a_download_that_was_cut_off() -> None:
    data = paper("Bayern", "Hessen", "Berlin")
    assert told(data[: data.rindex(b"xref\n")]) == [("read.incomplete", None)]


def test_a_broken_stream_of_objects_is_told_of_the_whole_file() -> None:
    data = serialise(parse(PAPER), packed=True)
    assert told(data) == []
    start = data.index(b"stream", data.index(b"/ObjStm"))
    assert told(flip(data, data.index(b"endstream", start) - 3)) == [("read.repaired", None)]


def test_the_way_to_a_page_through_a_stream_of_objects() -> None:
    parsed = parse(with_content(lambda stream: stream.put_raw(stream.data[:-9])))
    assert told(serialise(parsed, packed=True)) == [("read.content_damaged", 2)]


@pytest.mark.parametrize("listed", [b"x 0 1 y", b"5 99999 5 0 5 99999", b"5", b"9" * 40])
def test_a_list_of_packed_objects_that_is_none(listed: bytes) -> None:
    parsed = parse(with_content(lambda stream: stream.put_raw(stream.data[:-9])))
    entries = {Name("Type"): Name("ObjStm"), Name("N"): 1, Name("First"): len(listed)}
    parsed.objects[90] = Stream({**entries, Name("Length"): len(listed) + 2}, listed + b"[]")
    assert told(serialise(parsed)) == [("read.content_damaged", 2)]


def test_a_tree_of_pages_that_bites_its_tail() -> None:
    parsed = parse(with_content(lambda stream: stream.put_raw(stream.data[:-9])))
    tree = next(value for value in parsed.objects.values() if isinstance(value, dict) and value.get("Type") == "Pages")
    number = next(number for number, value in parsed.objects.items() if value is tree)
    tree[Name("Kids")].append(Ref(number))
    # PDFium counts no page more; whose part is broken is then not to be said.
    assert told(serialise(parsed)) in ([("read.content_damaged", 2)], [("read.repaired", None)])


def test_streams_of_encrypted_files_are_not_judged() -> None:
    assert told(paper("Bayern", "", encrypt=StandardEncryption("", ownerPassword="owner"))) == []


@pytest.mark.parametrize("piece", [b"", b"1 0 obj", b"1 0 obj stream", b"stream endstream", b"9 0 obj /Kids[9 0 R"])
def test_pieces_of_objects_break_nothing(piece: bytes) -> None:
    assert ("read.repaired", None) in told(PAPER.replace(b"\nxref\n", piece + b"\nxreff\n"))
