"""Papers that lie in a folder or stand in a list: sources without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.locate.links import is_link, parse_link
from extractor.locate.paper import BERLIN, BUNDESTAG, Paper, PaperNumber, parse_number
from extractor.locate.query import Query
from extractor.locate.source import PlainSource

# The Bundestag's own file names (``2101353.pdf``) and those of this program's store.
_BTD_NAME = re.compile(r"^(?P<period>\d{2})(?P<number>\d{5})$")
# A list of a million lines is a mistake, and so is a line of a thousand characters.
_LONGEST_LIST = 50_000_000
_LONGEST_LINE = 2_000


class FolderSource(PlainSource):
    """The PDFs of a folder; their numbers are known where the file names tell them."""

    name = "folder"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def count(self, query: Query) -> int:
        """The number of PDFs."""
        return sum(1 for _ in self.find(query))

    def find(self, query: Query) -> Iterator[Paper]:
        """The PDFs of the numbers and Wahlperioden asked for, in the order of their names; all without such."""
        wanted = {number for text in query.numbers if (number := parse_number(text)) is not None}
        for path in sorted(self._folder.rglob("*.pdf")):
            number = number_of_file(path)
            if wanted and number not in wanted:
                continue
            if query.wahlperioden and (number is None or number.wahlperiode not in query.wahlperioden):
                continue
            yield _file_paper(path, number)


class ListSource(PlainSource):
    """A text file with one number, link or file a line; ``#`` begins a remark."""

    name = "list"

    def __init__(self, path: Path) -> None:
        self._path = path

    def count(self, query: Query) -> int:
        """The number of entries."""
        return len(read_list(self._path))

    def find(self, query: Query) -> Iterator[Paper]:
        """The entries that name a paper by number or link."""
        for entry in read_list(self._path):
            paper = paper_of_entry(entry)
            if paper is not None:
                yield paper


def read_list(path: Path) -> tuple[str, ...]:
    """The entries of a list, in order, each once. `ExtractorError` (4) where it cannot be read as text."""
    try:
        if path.stat().st_size > _LONGEST_LIST:
            raise ExtractorError("locate.bad_list", ExitCode.INPUT_UNREADABLE, file=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ExtractorError("locate.bad_list", ExitCode.INPUT_UNREADABLE, file=path.name) from error
    return tuple(dict.fromkeys(entries(text.splitlines())))


def entries(lines: list[str]) -> Iterator[str]:
    """What stands in the lines of a list, remarks and empty lines left out; of a CSV the first column."""
    for line in lines:
        bare = line.split("#")[0] if not is_link(line.strip()) else line
        entry = bare.strip().split(";")[0].split(",")[0].strip().strip('"')
        if entry and len(entry) <= _LONGEST_LINE:
            yield entry


def paper_of_entry(entry: str) -> Paper | None:
    """The paper a number or the link of a PDF names; ``None`` for anything else."""
    number = parse_number(entry)
    if number is not None:
        return paper_of_number(number)
    link = parse_link(entry) if is_link(entry) else None
    if link is None:
        return None
    if link.number is not None:
        paper = paper_of_number(link.number)
        # An old address of a Bundestag paper leads to the present one by the number.
        return paper if link.number.parliament == BUNDESTAG and link.kind == "number" else replace(paper, url=link.url)
    if link.kind == "file":
        name = sha256(link.url.encode()).hexdigest()[:12]
        return Paper(doc_id=f"link-{name}", source="list", number="", url=link.url)
    return None


def paper_of_number(number: PaperNumber) -> Paper:
    """A paper of which only the number is known."""
    return Paper(doc_id=number.doc_id, source="list", number=number.printed, url="", wahlperiode=number.wahlperiode)


def number_of_file(path: Path) -> PaperNumber | None:
    """The number that a file name tells: ``2101353.pdf``, ``bt-21-1353.pdf``."""
    match = _BTD_NAME.match(path.stem)
    if match:
        return PaperNumber(BUNDESTAG, int(match["period"]), int(match["number"]))
    berlin = re.match(r"^[Ss](\d{2})-(\d{4,5})$", path.stem)
    if berlin:
        return PaperNumber(BERLIN, int(berlin[1]), int(berlin[2]))
    return parse_number(path.stem)


def _file_paper(path: Path, number: PaperNumber | None) -> Paper:
    name = sha256(str(path).encode()).hexdigest()[:12]
    return Paper(
        doc_id=number.doc_id if number else f"file-{name}",
        source="folder",
        number=number.printed if number else "",
        url=str(path),
        wahlperiode=number.wahlperiode if number else None,
        title=path.stem,
    )
