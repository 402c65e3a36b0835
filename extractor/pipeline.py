"""The order of the stages; the only module that knows more than one of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.collection import without_collection
from extractor.logs import logged_document, logged_stage
from extractor.model.issue import Issue, Severity
from extractor.model.page import PdfDocument, PdfSource
from extractor.model.result import DocumentFacts, DocumentResult
from extractor.model.second_reading import SecondReadings
from extractor.model.structure import FrontPage, Structure
from extractor.model.table import Table, TablePlace

if TYPE_CHECKING:
    from extractor.check import CheckedDocument
    from extractor.codes import CodeLists
    from extractor.corrections import Correction
    from extractor.interpret import Interpretation

# Stages are imported where they are called: `tables` and `inspect` must not pay for those they do not use.

_SHORT_HASH = 12
# How dserver.bundestag.de files its papers: /btd/19/087/1908701.pdf, by hundreds of the number.
_OFFICIAL_ADDRESS = {"bt": "https://dserver.bundestag.de/btd/{period:02d}/{hundreds:03d}/{period:02d}{number:05d}.pdf"}


@dataclass(frozen=True, slots=True)
class Options:
    """What a user may choose for the reading of documents.

    ``reader`` reads the tables, ``password`` opens encrypted files, ``corrections`` are what persons have put right,
    ``codes`` are folders with code lists that add to those of the program. ``second_reader`` says whether another
    reader is asked ``never``, about figures without evidence (``auto``) or about all (``always``); ``topic`` keeps only
    the observations of a group of topics (``permits``), all where it is empty. A document of more than ``max_pages`` is
    not read (0: no bound). ``ocr`` says whether scanned pages are recognised: ``never``, the first ones of a document
    (``auto``), or ``always``.
    """

    reader: str = "native"
    password: str | None = None
    corrections: tuple[Correction, ...] = ()
    codes: tuple[Path, ...] = ()
    second_reader: str = "never"
    topic: str = ""
    max_pages: int = 0
    ocr: str = "auto"


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A document before its figures are checked: all that no correction changes."""

    source: PdfSource
    document: PdfDocument
    outline: Outline
    meant: Interpretation
    codes: CodeLists


@dataclass(frozen=True, slots=True)
class Outline:
    """A document before its tables are interpreted; ``places`` has one entry for each of ``tables``."""

    facts: DocumentFacts
    structure: Structure
    tables: tuple[Table, ...]
    places: tuple[TablePlace, ...]
    issues: tuple[Issue, ...]


def read_one(path: Path, options: Options, known: SecondReadings | None = None) -> DocumentResult:
    """Takes one document through all stages. `ExtractorError` where it cannot be read at all (4, encrypted 8).

    ``known`` is what other readers found on its pages before; what they find now is added to it.
    """
    return check_one(interpret_one(path, options), options, known)


def interpret_one(path: Path, options: Options) -> Interpreted:
    """Takes one document through the stages that know nothing of corrections; errors as `read_one`."""
    source, document, outline = _outline(path, options)

    # Behind the reading, so that a file that cannot be read does not pay for them either.
    from extractor.codes import load_code_lists
    from extractor.interpret import interpret_tables

    facts, codes = outline.facts, load_code_lists(extra=options.codes)
    with logged_stage("interpret"):
        meant = interpret_tables(facts.doc_id, document, outline.structure, outline.tables, outline.places, codes)
    return Interpreted(source, document, outline, meant, codes)


def check_one(interpreted: Interpreted, options: Options, known: SecondReadings | None = None) -> DocumentResult:
    """Replays the corrections on a document and checks its figures; ``known`` as for `read_one`."""
    from extractor.check import check_document
    from extractor.codes.topics import load_topics
    from extractor.corrections import apply_corrections

    source, document, outline = interpreted.source, interpreted.document, interpreted.outline
    facts, structure, meant, codes = outline.facts, outline.structure, interpreted.meant, interpreted.codes
    corrected = apply_corrections(meant.observations, options.corrections, facts.pdf_sha256)
    topics = load_topics(options.topic) if options.topic else frozenset()
    with logged_stage("check"):
        checked = check_document(meant.readings, corrected.observations, structure, codes)
        checked, witness_issues = _ask_other_readers(
            source, document, checked, options, topics, {} if known is None else known
        )
    return DocumentResult(
        file=facts.file,
        facts=facts,
        questions=meant.questions,
        tables=checked.readings,
        observations=tuple(one for one in checked.observations if not topics or topics.intersection(one.topic)),
        checks=checked.checks,
        issues=(*outline.issues, *meant.issues, *corrected.issues, *checked.issues, *witness_issues),
    )


def _ask_other_readers(
    source: PdfSource,
    document: PdfDocument,
    checked: CheckedDocument,
    options: Options,
    topics: frozenset[str],
    known: SecondReadings,
) -> tuple[CheckedDocument, tuple[Issue, ...]]:
    """The document with what other readers see where ours stands without a witness; the next is asked for the rest."""
    if options.second_reader == "never":
        return checked, ()
    from extractor.check.second_reader import SecondReading
    from extractor.tables.families import affordable_pages, independent_readers, read_again

    second = SecondReading(checked, always=options.second_reader == "always", topics=topics)
    issues: list[Issue] = []
    for reader in independent_readers(options.reader):
        pages, left_out = affordable_pages(document, second.open_pages())
        if not pages:
            continue
        unread = tuple(page for page in pages if (reader, page) not in known)
        found, missing = read_again(source, document, reader, unread) if unread else ({}, ())
        known.update(found)
        heard = [known[reader, page] for page in pages if (reader, page) in known]
        second.hear(reader, pages, [grid for grids, _ in heard for grid in grids])
        issues.extend((*left_out, *missing, *(fault for _, faults in heard for fault in faults)))
    return second.entered(), tuple(issues)


def read_outline(path: Path, options: Options) -> Outline:
    """Front page, questions and the grids with their places; errors as `read_one`."""
    with logged_document(path.name):
        return _outline(path, options)[2]


@without_collection
def read_grids(path: Path, options: Options) -> tuple[str, tuple[Table, ...], tuple[Issue, ...]]:
    """The document's id, its tables and the issues of reading them, nothing interpreted; errors as `read_one`."""
    from extractor.read import open_source, read_document
    from extractor.structure import read_structure
    from extractor.tables import read_tables

    with logged_document(path.name):
        with logged_stage("read"):
            source = open_source(path, options.password)
            document, issues = read_document(source, options.max_pages, options.ocr)
        with logged_stage("tables"):
            tables, table_issues = read_tables(source, document, options.reader)
    return document_id(read_structure(document).front_page, document.sha256), tables, (*issues, *table_issues)


@without_collection
def _outline(path: Path, options: Options) -> tuple[PdfSource, PdfDocument, Outline]:
    from extractor.read import open_source, read_document
    from extractor.structure import leave_out_tables, place_tables, read_structure
    from extractor.tables import read_tables

    with logged_stage("read"):
        source = open_source(path, options.password)
        document, read_issues = read_document(source, options.max_pages, options.ocr)
    with logged_stage("structure"):
        structure = read_structure(document)
    with logged_stage("tables"):
        tables, table_issues = read_tables(source, document, options.reader)
    facts = _facts(document, structure.front_page)
    issues = (*read_issues, *_issues_of_document(facts, tables), *table_issues)
    places = place_tables(structure, document, tables)
    return source, document, Outline(facts, leave_out_tables(structure, tables), tables, places, issues)


def document_id(front: FrontPage, sha256: str) -> str:
    """``bt-19-8701``, and where the paper has no number ``pdf-`` and 12 hex digits of its hash."""
    if front.parliament and front.wahlperiode and front.number:
        return f"{front.parliament}-{front.wahlperiode}-{front.number}"
    return f"pdf-{sha256[:_SHORT_HASH]}"


def official_url(front: FrontPage) -> str:
    """Where the parliament publishes the paper; empty where no rule says it."""
    address = _OFFICIAL_ADDRESS.get(front.parliament)
    if address is None or not front.wahlperiode or not front.number:
        return ""
    return address.format(period=front.wahlperiode, hundreds=front.number // 100, number=front.number)


def _facts(document: PdfDocument, front: FrontPage) -> DocumentFacts:
    return DocumentFacts(
        doc_id=document_id(front, document.sha256),
        file=document.name,
        pdf_sha256=document.sha256,
        pages=document.page_count,
        front_page=front,
        version=document.version,
        url=official_url(front),
    )


def _issues_of_document(facts: DocumentFacts, tables: tuple[Table, ...]) -> tuple[Issue, ...]:
    issues = []
    if facts.front_page.number is None:
        issues.append(Issue("document.no_drucksache", Severity.WARNING, data={"doc_id": facts.doc_id}))
    if not tables:
        issues.append(Issue("document.no_tables", Severity.INFO))
    return tuple(issues)
