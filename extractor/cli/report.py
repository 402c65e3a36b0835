"""``extractor report``: a dataset as pages for people."""

from __future__ import annotations

from hashlib import file_digest
from pathlib import Path

import click

from extractor.cli.options import quiet_option
from extractor.cli.session import current_session, say
from extractor.errors import ExitCode, ExtractorError
from extractor.messages import shown


@click.command(help="help.report")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="option.report_output")
@click.option("--pdfs", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="option.report_pdfs")
@click.option("--no-charts", is_flag=True, help="option.no_charts")
@quiet_option
def command(folder: Path, output: Path | None, pdfs: tuple[Path, ...], no_charts: bool, quiet: bool) -> None:
    """Writes the report into a folder and says where it begins."""
    from extractor.dataset import open_dataset
    from extractor.report import write_report

    session, dataset = current_session(), open_dataset(folder)
    place = output or folder / "report"
    wanted = {row["pdf_sha256"]: row["file"] for row in dataset.rows("documents")}
    found = _find_pdfs(folder, pdfs, wanted)
    if not quiet and len(found) < len(wanted):
        say(session, "report.no_pictures", count=len(wanted) - len(found))
    try:
        written = write_report(dataset, place, found, session.text, session.language, charts=not no_charts)
    except OSError as error:
        raise ExtractorError(
            "write.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(place), reason=error.strerror or str(error)
        ) from error
    if not quiet:
        say(session, "report.written", file=str(written[0]))


def _find_pdfs(folder: Path, places: tuple[Path, ...], wanted: dict[str, str]) -> dict[str, Path]:
    """The PDFs of a dataset: where the last run read them, and in the folders named; only those with the same bytes."""
    from extractor.batch.inputs import find_inputs
    from extractor.batch.state import STATE_FILE, State

    candidates = list(find_inputs(map(str, places)).files)
    if (folder / STATE_FILE).is_file():
        with State(folder, read_only=True) as state:
            candidates += [Path(one.path) for one in state.inputs() if one.sha256 in wanted]
    names = set(wanted.values())
    found = {}
    for path in candidates:
        if shown(path.name) in names and path.is_file():
            with path.open("rb") as stream:
                found[file_digest(stream, "sha256").hexdigest()] = path
    return {digest: path for digest, path in found.items() if digest in wanted}
