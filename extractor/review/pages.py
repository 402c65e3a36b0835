"""The pages: what a browser asks for, and what it gets."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, send_file, url_for
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from extractor.codes import load_code_lists
from extractor.corrections import CORRECTABLE
from extractor.dataset import DatasetTable
from extractor.errors import ExtractorError
from extractor.export import export_dataset
from extractor.export.columns import column_titles
from extractor.messages import render
from extractor.pages.pictures import Pictures
from extractor.pages.tables import ShownTable, describe_table
from extractor.review.acts import SCOPES, accept, correct, in_scope, place_of, set_aside, still_open
from extractor.review.desk import Desk
from extractor.review.doubts import KINDS, Row
from extractor.review.guard import Guard
from extractor.review.notebook import ALIAS_FILES, Act, Notebook
from extractor.review.uploads import MOST_BYTES, MOST_FILES, keep_upload
from extractor.review.view import View

_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_app(desk: Desk, guard: Guard, language: str) -> Flask:
    """The pages of a review for a WSGI server."""
    app = Flask("extractor.review")
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, MAX_FORM_PARTS=MOST_FILES)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard.watch(app)
    pages = _Pages(desk, language)
    app.context_processor(pages.shared)
    app.register_error_handler(ExtractorError, pages.tell_error)
    app.register_error_handler(HTTPException, pages.tell_refusal)
    for rule, method, answer in (
        ("/", "GET", pages.start),
        ("/progress", "GET", pages.progress),
        ("/export", "GET", pages.export),
        ("/uploads", "POST", pages.upload),
        ("/undo", "POST", pages.undo),
        ("/disputes", "POST", pages.settle),
        ("/tables/<doc_id>/<table_id>", "GET", pages.table),
        ("/tables/<doc_id>/<table_id>", "POST", pages.act),
        ("/tables/<doc_id>/<table_id>/<cell>", "GET", pages.cell),
    ):
        app.add_url_rule(rule, answer.__name__, answer, methods=[method])
    return app


@dataclass
class _Pages:
    desk: Desk
    language: str
    said: tuple[str, bool] | None = None
    _pictures: Lock = field(default_factory=Lock)

    def text(self, code: str, /, **data: str | int) -> str:
        return render(code, self.language, **data)

    def shared(self) -> dict[str, object]:
        """What every page may use."""
        return {
            "text": self.text,
            "language": self.language,
            "can_undo": self.desk.notebook.can_undo,
            "can_export": find_spec("xlsxwriter") is not None,
        }

    # Pages

    def start(self) -> str:
        view = self.desk.view()
        return render_template(
            "start.html",
            view=view,
            kinds=KINDS,
            counts=Counter(one.kind for one in view.doubts if not one.done) if view else Counter(),
            progress=self.desk.progress(),
            said=self._what_was_said(),
        )

    def progress(self) -> Response:
        progress = self.desk.progress()
        read, wanted = progress.read, progress.wanted
        return jsonify(
            busy=progress.busy, read=read, wanted=wanted, text=self.text("page.progress", read=read, wanted=wanted)
        )

    def table(self, doc_id: str, table_id: str) -> str:
        view, found = self._find(doc_id, table_id)
        key = doc_id, table_id
        figures = {place_of(one): one for one in view.figures.get(key, ())}
        before, behind = view.neighbours(key)
        checks = view.checks.get(key, ())
        failing = {cell for one in checks if one["result"] == "fails" for cell in one["cells"].split(";")}
        cell = request.args.get("cell", "")
        opened = still_open(figures.values(), found.facts["status"])
        if cell not in figures:
            cell = next((place_of(one) for one in (*opened, *figures.values())), "")
        return render_template(
            "table.html",
            view=view,
            document=view.documents[doc_id],
            shown=self._shown(view, found),
            doubt=next((one for one in view.doubts if one.key == key), None),
            figures=figures,
            opened={place_of(one) for one in opened},
            failing=failing,
            checks=sorted(checks, key=lambda one: one["result"] != "fails"),
            results=Counter(one["result"] for one in checks),
            before=before,
            behind=behind,
            said=self._what_was_said(),
            **self._about_cell(figures, cell),
        )

    def cell(self, doc_id: str, table_id: str, cell: str) -> str:
        view, found = self._find(doc_id, table_id)
        figures = {place_of(one): one for one in view.figures.get((doc_id, table_id), ())}
        if cell not in figures:
            abort(404)
        return render_template("cell.html", shown=found, **self._about_cell(figures, cell))

    def export(self) -> AnyResponse:
        view = self.desk.view()
        if view is None:
            abort(404)
        place = self.desk.folder / "export" / "xlsx"

        def write() -> bytes:
            written = export_dataset(view.dataset, "xlsx", place, self.text, self.language)
            return written[0].read_bytes() if len(written) == 1 else _zipped(written)

        content = self.desk.export(write)
        name, kind = ("zip", "application/zip") if len(view.documents) > 1 else ("xlsx", _WORKBOOK)
        return send_file(io.BytesIO(content), kind, as_attachment=True, download_name=f"extractor.{name}")

    # Acts

    def upload(self) -> AnyResponse:
        refused: list[str] = []
        given_files = request.files.getlist("pdfs")

        def keep() -> Iterator[Path]:
            for given in given_files:
                try:
                    yield keep_upload(given.filename or "", given.stream, self.desk.folder)
                except ExtractorError as error:
                    refused.append(self.text(error.code, **error.data))

        self.desk.add(keep)
        self.said = (" ".join(refused), True) if refused else None
        return redirect(url_for("start"), 303)

    def undo(self) -> AnyResponse:
        self._record(lambda notebook: notebook.undo(), "page.undone")
        return self._back(
            request.form.get("doc_id", ""), request.form.get("table_id", ""), request.form.get("cell", "")
        )

    def settle(self) -> AnyResponse:
        view = self.desk.view()
        given = request.form.get("answer", "")
        answers = [one for answers in view.disputes for one in answers] if view else []
        if not given.isdecimal() or int(given) >= len(answers):
            abort(400)
        self._record(lambda notebook: notebook.settle(answers[int(given)]), "page.saved")
        return redirect(url_for("start"), 303)

    def act(self, doc_id: str, table_id: str) -> AnyResponse:
        view, found = self._find(doc_id, table_id)
        document, form = view.documents[doc_id], request.form
        figures, cell = view.figures.get((doc_id, table_id), ()), form.get("cell", "")
        why = form.get("why", "").strip() or self.text("page.why_default")
        kind = form.get("act", "")
        if kind == "accept":
            chosen = accept(document, in_scope(figures, cell, "cell"), why)
        elif kind == "accept_all":
            chosen = accept(document, still_open(figures, found.facts["status"]), why)
        elif kind == "correct":
            where = in_scope(figures, cell, form.get("scope", "cell"))
            try:
                chosen = correct(document, where, form.get("field", ""), form.get("right", "").strip(), why)
            except ExtractorError as error:
                self.said = self.text(error.code, **error.data), True
                return self._back(doc_id, table_id, cell)
        elif kind == "aside":
            chosen = (set_aside(document, table_id, figures, why),)
        elif kind == "alias":
            names = form.get("list", ""), form.get("wording", ""), form.get("code", "")
            self._record(lambda notebook: notebook.add_alias(*names), "page.alias_saved")
            return self._back(doc_id, table_id, cell)
        else:
            abort(400)
        if not chosen:
            abort(400)
        self._record(lambda notebook: notebook.note(chosen), "page.saved")
        return self._back(doc_id, table_id, cell)

    # Errors

    def tell_error(self, error: ExtractorError) -> tuple[str, int]:
        """A fault of the data or the machine, in words."""
        return self._refusal(self.text(error.code, **error.data)), 409

    def tell_refusal(self, error: HTTPException) -> tuple[str, int]:
        """What may not be asked for, or is not there."""
        codes = {403: "page.forbidden", 404: "page.not_found", 413: "page.too_large", 500: "page.fault"}
        return self._refusal(self.text(codes.get(error.code or 0, "page.not_understood"))), error.code or 500

    def _refusal(self, message: str) -> str:
        return render_template("error.html", message=message)

    # What they share

    def _record(self, write: Callable[[Notebook], Act], done: str) -> None:
        try:
            self.desk.record(write)
            self.said = self.text(done), False
        except ExtractorError as error:
            self.said = self.text(error.code, **error.data), True

    def _back(self, doc_id: str, table_id: str, cell: str) -> AnyResponse:
        if not (doc_id and table_id):
            return redirect(url_for("start"), 303)
        return redirect(url_for("table", doc_id=doc_id, table_id=table_id, cell=cell or None), 303)

    def _what_was_said(self) -> tuple[str, bool] | None:
        said, self.said = self.said, None
        return said

    def _find(self, doc_id: str, table_id: str) -> tuple[View, DatasetTable]:
        view = self.desk.view()
        if view is None or (doc_id, table_id) not in view.tables:
            abort(404)
        return view, view.tables[doc_id, table_id]

    def _shown(self, view: View, found: DatasetTable) -> ShownTable:
        doc_id = found.facts["doc_id"]
        key = doc_id, found.facts["table_id"]
        figures = {(one["row"], one["col"]): one for one in view.figures.get(key, ())}
        # PDFium does one thing at a time.
        with self._pictures, Pictures(self.desk.pdf(view.documents[doc_id])) as pictures:
            return describe_table(found, figures, view.checks.get(key, ()), view.footnotes.get(key, ()), pictures)

    def _about_cell(self, figures: dict[str, Row], cell: str) -> dict[str, object]:
        titles = column_titles(self.language)
        figure = figures.get(cell)
        fields = [(name, titles[name]) for name in CORRECTABLE if name in titles]
        return {
            "cell": cell,
            "figure": figure,
            "fields": fields,
            "meaning": [(name, title, figure[name]) for name, title in fields if figure[name]] if figure else [],
            "scopes": SCOPES,
            "aliases": {name: _codes(name) for name in ALIAS_FILES},
        }


def _codes(name: str) -> Sequence[tuple[str, str]]:
    return [(entry.code, entry.label) for entry in load_code_lists().lists[name].entries]


def _zipped(files: Sequence[Path]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for path in files:
            archive.write(path, path.name)
    return stream.getvalue()
