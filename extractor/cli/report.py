"""``extractor report``: a dataset as pages for people."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.options import quiet_option
from extractor.cli.session import current_session, say
from extractor.errors import ExitCode, ExtractorError


@click.command(help="help.report")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="option.report_output")
@click.option("--pdfs", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="option.report_pdfs")
@click.option("--no-charts", is_flag=True, help="option.no_charts")
@quiet_option
def command(folder: Path, output: Path | None, pdfs: tuple[Path, ...], no_charts: bool, quiet: bool) -> None:
    """Writes the report into a folder and says where it begins."""
    from extractor.batch.pdfs import find_pdfs
    from extractor.dataset import open_dataset
    from extractor.report import write_report

    session, dataset = current_session(), open_dataset(folder)
    place = output or folder / "report"
    wanted = {row["pdf_sha256"]: row["file"] for row in dataset.rows("documents")}
    found = find_pdfs(folder, pdfs, wanted)
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
