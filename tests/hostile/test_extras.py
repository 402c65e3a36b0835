"""Scripts, attachments and forms: nothing of it is run, opened or read, and the user is told that it is there."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from pathlib import Path

import pypdf
import pytest

from extractor.errors import ExitCode
from tests.cli.papers import PAPER
from tests.hostile.pdfs import FREE, TABLE, deflated, make, page, stream
from tests.hostile.program import EXPECTED, call, codes_by_file, dataset_of, figures, rows

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\); this.exportDataObject\\({cName: 'x', nLaunch: 2}\\);) >>"
FIELD = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Zahl) /V (4711) /Rect [100 100 200 120] %b >>"
XFA = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template><script>xfa.host.messageBox('x')</script></template>"


def changed(change: Callable[[pypdf.PdfWriter], object]) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PAPER))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_fields(*fields: bytes, form: bytes = b"") -> bytes:
    """A paper with a form of these fields, all on its page."""
    names = b" ".join(b"%d 0 R" % (20 + number) for number in range(len(fields)))
    more = {20 + number: field for number, field in enumerate(fields)}
    more[FREE] = page(FREE + 1, entries=b"/Annots [%b]" % names)
    return make(TABLE, root=b"/AcroForm << /Fields [%b] %b >>" % (names, form), more=more)


ANYTHING: Mapping[str, tuple[bytes, set[str]]] = {
    "script_of_the_document": (
        make(TABLE, root=b"/Names << /JavaScript << /Names [(start) %b] >> >>" % SCRIPT),
        {"read.javascript"},
    ),
    "script_on_opening": (make(TABLE, root=b"/OpenAction " + SCRIPT), {"read.javascript"}),
    "script_of_a_page": (make(TABLE, entries=b"/AA << /O %b >>" % SCRIPT), {"read.javascript"}),
    "script_of_a_field": (with_fields(FIELD % (b"/A " + SCRIPT)), {"read.javascript", "read.form"}),
    "attachment": (changed(lambda writer: writer.add_attachment("../../boese.exe", b"MZ")), {"read.attachments"}),
    "attachments": (
        changed(lambda writer: [writer.add_attachment(f"{number}.pdf", PAPER) for number in range(3)]),
        {"read.attachments"},
    ),
    "form": (with_fields(FIELD % b"", FIELD % b""), {"read.form"}),
    "form_without_fields": (make(TABLE, root=b"/AcroForm << /Fields [] >>"), set()),
    "xfa": (
        make(TABLE, root=b"/AcroForm << /Fields [] /XFA 20 0 R >>", more={20: deflated(XFA)}),
        {"read.xfa"},
    ),
    "xfa_only": (
        make(TABLE, root=b"/NeedsRendering true /AcroForm << /Fields [] /XFA [(t) 20 0 R] >>", more={20: stream(XFA)}),
        {"read.xfa"},
    ),
    "link_to_a_program": (
        make(
            TABLE,
            root=b"/OpenAction << /S /Launch /F (/bin/sh) >>",
            entries=b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (file:///etc) >> >>]",
        ),
        set(),
    ),
    "form_of_the_form": (
        make(TABLE, root=b"/AcroForm 20 0 R", more={20: b"<< /Fields [20 0 R] /Kids [20 0 R] /Parent 20 0 R >>"}),
        set(),
    ),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extras")
    for name, (data, _) in ANYTHING.items():
        (folder / f"{name}.pdf").write_bytes(data)
    result: Path = folder.with_name(f"{folder.name}-dataset")
    assert dataset_of(folder, result).code == ExitCode.OK
    return result


@pytest.mark.parametrize("name", ANYTHING)
def test_it_is_said_and_the_table_is_read(output: Path, name: str) -> None:
    assert codes_by_file(output).get(f"{name}.pdf", set()) == ANYTHING[name][1]
    assert figures(output, f"{name}.pdf") == EXPECTED
    severities = {row["severity"] for row in rows(output, "issues") if row["file"] == f"{name}.pdf"}
    assert severities <= {"info", "warning"}


def test_what_is_said_counts(output: Path) -> None:
    messages = {(row["file"], row["code"]): row["message"] for row in rows(output, "issues")}
    assert "Anhänge (3)" in messages["attachments.pdf", "read.attachments"]
    assert "Formularfelder (2)" in messages["form.pdf", "read.form"]


def test_nothing_is_written_beside_the_dataset(output: Path) -> None:
    names = {path.name for path in output.parent.iterdir() if path.name.startswith(output.name)}
    assert names == {output.name}
    assert not list(output.parent.rglob("*boese*"))


def test_what_is_filled_in_is_no_figure(output: Path) -> None:
    assert "4711" not in (output / "cells.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "words"), [("de", "Es wird nicht ausgeführt."), ("en", "It is not run.")])
def test_commands_say_it_too(tmp_path: Path, language: str, words: str) -> None:
    file = tmp_path / "skript.pdf"
    file.write_bytes(ANYTHING["script_on_opening"][0])
    called = call("tables", file, "--lang", language)
    assert called.code == ExitCode.OK
    assert words in called.err
