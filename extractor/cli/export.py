"""``extractor export``: a dataset as workbooks, CSV for German spreadsheets, Parquet, SQLite or SDMX-CSV."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.options import quiet_option
from extractor.cli.session import current_session, say
from extractor.errors import ExitCode, ExtractorError

# As `extractor.export.FORMATS`, which would load pandas for `--help`. A test compares.
FORMATS = ("xlsx", "csv", "parquet", "sqlite", "sdmx")


@click.command(help="help.export")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "-f", "--format", "forms", type=click.Choice(FORMATS), multiple=True, default=("xlsx",), help="option.export_format"
)
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="option.export_output")
@quiet_option
def command(folder: Path, forms: tuple[str, ...], output: Path | None, quiet: bool) -> None:
    """Writes each format into a folder of its own below the output."""
    from extractor.dataset import open_dataset
    from extractor.export import export_dataset

    session, dataset = current_session(), open_dataset(folder)
    place = output or folder / "export"
    for form in dict.fromkeys(forms):
        try:
            written = export_dataset(dataset, form, place / form, session.text, session.language)
        except OSError as error:
            raise ExtractorError(
                "write.not_writable",
                ExitCode.OUTPUT_NOT_WRITABLE,
                folder=str(place / form),
                reason=error.strerror or str(error),
            ) from error
        if not quiet:
            say(session, "export.written", folder=str(place / form), count=len(written))
