"""A report of a dataset for people: self-contained HTML with the picture of each table beside its numbers.

The report is made from the dataset; the PDFs are only looked at for the pictures. The pages work without JavaScript and
without a network.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from extractor.codes import load_code_lists
from extractor.codes.topics import load_topics
from extractor.dataset import Dataset
from extractor.pages.page import render_page
from extractor.pages.pictures import Pictures
from extractor.report.charts import draw_charts
from extractor.report.content import describe_document, describe_overview, paper_of, rows_by_document
from extractor.summary import is_on_titles
from extractor.summary.report import describe
from extractor.summary.wording import Wording

Text = Callable[..., str]
"""A message of the catalogue by its key, with values for its placeholders."""


def write_report(
    dataset: Dataset, folder: Path, pdfs: Mapping[str, Path], text: Text, language: str, charts: bool = True
) -> tuple[Path, ...]:
    """Writes ``index.html`` and ``<doc_id>.html`` for each document into ``folder``; returns the files.

    ``pdfs`` has the files by their SHA-256, for those that are to be shown. Raises `OSError` where the disk refuses and
    `ExtractorError` (3) where ``charts`` are wanted and matplotlib is missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wording = Wording(text, language, load_code_lists())
    rows = rows_by_document(dataset)
    topics = load_topics("permits")
    written = []
    for document in dataset.rows("documents"):
        own = rows[document["doc_id"]]
        path = pdfs.get(document["pdf_sha256"])
        on_titles = [row for row in own.observations if is_on_titles(row, topics)]
        with Pictures(path) as pictures:
            content = describe_document(document, own, dataset.tables_of(document["doc_id"]), pictures)
        page = folder / f"{document['doc_id']}.html"
        page.write_text(
            render_page(
                "extractor.report",
                "document.html",
                language,
                text,
                content=content,
                summary=describe(paper_of(document, own, on_titles), text, wording),
                charts=draw_charts(on_titles, wording) if charts else (),
            ),
            encoding="utf-8",
            newline="\n",
        )
        written.append(page)
    index = folder / "index.html"
    overview = render_page("extractor.report", "index.html", language, text, content=describe_overview(dataset, rows))
    index.write_text(overview, encoding="utf-8", newline="\n")
    return (index, *written)
