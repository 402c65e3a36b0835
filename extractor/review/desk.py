"""The work behind the pages: papers are read, corrections written and the checks run again, one after the other."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from extractor.batch.inputs import Inputs, find_inputs
from extractor.batch.pdfs import same_bytes
from extractor.batch.run import Execute, Settings, Summary, Work, run_batch
from extractor.batch.state import STATE_FILE, State
from extractor.batch.work import Outcome, process_again, process_document
from extractor.corrections import Correction, disputed
from extractor.dataset import open_dataset
from extractor.errors import ExitCode, ExtractorError, describe_fault
from extractor.messages import render
from extractor.review.notebook import Act, Notebook
from extractor.review.process import KeptProcess
from extractor.review.view import View, read_view
from extractor.review.worker import Urgency, Worker
from extractor.write import DATASET_FILES

_LOG = logging.getLogger(__name__)

_MESSAGES_KEPT = 20
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """Papers that were to be read since the page was started, those that are, what was said of them last.

    ``busy`` until the dataset has them.
    """

    wanted: int
    read: int
    messages: tuple[str, ...]
    busy: bool


class Desk:
    """One review of one output folder. All its methods may be called from any thread."""

    def __init__(
        self,
        folder: Path,
        by: str,
        settings: Settings,
        places: tuple[Path, ...],
        execute: Callable[[int], Execute],
        kept: KeptProcess,
    ) -> None:
        """``places`` are folders with PDFs that have moved; ``execute`` is made for a number of files.

        Documents are checked again in the process that is ``kept``.

        `ExtractorError` (6) for a dataset that lacks the state which a run needs to add to it.
        """
        self.folder = folder.resolve()
        if (self.folder / DATASET_FILES[-1]).is_file() and not (self.folder / STATE_FILE).is_file():
            raise ExtractorError("run.nothing_to_add_to", ExitCode.NOTHING_FOUND, folder=str(folder))
        self.notebook = Notebook(self.folder, by)
        self._settings, self._execute, self._kept = settings, execute, kept
        self._moved = find_inputs(map(str, places)).files
        self._paths = self._inputs()
        self._worker, self._lock = Worker(), threading.Lock()
        self._view = self._read_view()
        self._wanted = self._read = self._waiting = 0
        self._messages: deque[str] = deque(maxlen=_MESSAGES_KEPT)
        if self.notebook.read() or self.notebook.alias_folders():
            self._begin(self._known_files(None))

    def view(self) -> View | None:
        """The dataset as the last run left it, ``None`` before there is one."""
        with self._lock:
            return self._view

    def progress(self) -> Progress:
        """How far the reading is."""
        with self._lock:
            return Progress(self._wanted, self._read, tuple(self._messages), self._waiting > 0)

    def pdf(self, document: Mapping[str, str]) -> Path | None:
        """Where the PDF of a document (a row of ``documents.csv``) is now; ``None`` where it is gone."""
        digest = document["pdf_sha256"]
        with self._lock:
            known = self._paths.get(digest)
        candidates = (*self._moved, *((known,) if known else ()))
        return same_bytes(candidates, {digest: document["file"]}).get(digest)

    def record(self, write: Callable[[Notebook], Act]) -> None:
        """Writes an act down and reads its document again, which is done on return.

        An act about all documents is written on return; they are read again behind it. Errors of the notebook and of
        the run come out; `ExtractorError` (4) where the PDF that is to be read again is gone.
        """
        self._worker.submit(Urgency.AT_ONCE, lambda: self._record(write)).result()

    def add(self, keep: Callable[[], Iterable[Path]]) -> None:
        """Lets ``keep`` put files into the folder of uploads, and has each of them read when its turn comes."""
        paths = self._worker.submit(Urgency.AT_ONCE, lambda: tuple(keep())).result()
        for path in paths:
            self._begin((path,))

    def export(self, write: Callable[[], bytes]) -> bytes:
        """What ``write`` makes of the dataset while nothing else changes it."""
        return self._worker.submit(Urgency.AT_ONCE, write).result()

    def _record(self, write: Callable[[Notebook], Act]) -> None:
        act = write(self.notebook)
        if act.documents is None:
            self._kept.forget()  # it knows the code lists as they were
            self._begin(self._known_files(None))
            return
        files = self._known_files(act.documents)
        if len(files) < len(act.documents):
            self._refresh()
            raise ExtractorError("review.pdf_gone", ExitCode.INPUT_UNREADABLE)
        summary = self._run(files, lambda outcome: None, self._kept.execute, process_again)
        self._tell_failures(summary, files)

    def _read_view(self) -> View | None:
        # Never while a run puts its files in their place: this is called at the start and by the worker's thread.
        if not (self.folder / DATASET_FILES[-1]).is_file():
            return None
        return read_view(open_dataset(self.folder), self.notebook.read())

    def _inputs(self) -> Mapping[str, Path]:
        """Where the last run read the documents, by SHA-256."""
        if not (self.folder / STATE_FILE).is_file():
            return {}
        with State(self.folder, read_only=True) as state:
            return {one.sha256: Path(one.path) for one in state.inputs() if one.sha256}

    def _known_files(self, documents: frozenset[str] | None) -> tuple[Path, ...]:
        """The files of the dataset that are still there, all or those with these hashes."""
        asked = {digest: path for digest, path in self._paths.items() if documents is None or digest in documents}
        there = {digest: path for digest, path in asked.items() if path.is_file()}
        moved = {digest: path.name for digest, path in asked.items() if digest not in there}
        return (*there.values(), *same_bytes(self._moved, moved).values())

    def _begin(self, files: tuple[Path, ...]) -> None:
        if not files:
            return
        with self._lock:
            self._wanted += len(files)
            self._waiting += 1
        self._worker.submit(Urgency.LATER, lambda: self._read_later(files))

    def _read_later(self, files: tuple[Path, ...]) -> None:
        done = 0

        def tell(outcome: Outcome) -> None:
            nonlocal done
            if done < len(files):
                done += 1
                with self._lock:
                    self._read += 1

        try:
            summary = self._run(files, tell, self._execute(len(files)), process_document)
            self._tell_failures(summary, files)
        except ExtractorError as error:
            self._say(render(error.code, self._settings.language, **error.data))
        except Exception as error:  # a fault of ours: nobody waits for this work, so the page has to say it
            _LOG.exception("internal error")
            names = ", ".join(path.name for path in files[:_NAMED])
            reason = describe_fault(error)
            self._say(render("run.internal_error", self._settings.language, file=names, reason=reason))
        finally:
            with self._lock:
                self._read += len(files) - done
                self._waiting -= 1

    def _tell_failures(self, summary: Summary, files: Iterable[Path]) -> None:
        named = {path.name for path in files}
        for failure in summary.failures:
            if failure.file in named:
                places: dict[str, str | int] = {"file": failure.file, "page": "", "table_id": ""}
                text = render(failure.issue.code, self._settings.language, **{**places, **failure.issue.data})
                self._say(text if failure.file in text else f"{failure.file}: {text}")

    def _say(self, text: str) -> None:
        with self._lock:
            self._messages.append(text)

    def _run(self, files: tuple[Path, ...], tell: Callable[[Outcome], None], execute: Execute, work: Work) -> Summary:
        corrections = self.notebook.read()
        in_dispute = {one.key for pair in disputed(corrections) for one in pair}
        agreed: dict[tuple[str, str, str], Correction] = {}
        for one in corrections:
            if one.key not in in_dispute:
                agreed.setdefault(one.key, one)
        options = replace(
            self._settings.options,
            corrections=tuple(agreed.values()),
            codes=(*self._settings.options.codes, *self.notebook.alias_folders()),
        )
        settings = replace(self._settings, options=options, add=bool(self._inputs()))
        try:
            return run_batch(Inputs(files, ()), self.folder, settings, execute, tell, work)
        finally:
            self._refresh()

    def _refresh(self) -> None:
        paths, view = self._inputs(), self._read_view()
        with self._lock:
            self._view, self._paths = view, paths
