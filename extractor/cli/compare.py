"""``extractor compare``: the same count over successive answers, as page, workbook and CSV."""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.options import TOPICS, quiet_option
from extractor.cli.session import current_session, say
from extractor.errors import ExitCode, ExtractorError

# As `extractor.compare.DIMENSIONS`, which would load pandas for `--help`. A test compares.
DIMENSIONS = ("nationality", "region", "legal_basis", "title_type", "category", "sex", "place")


@click.command(help="help.compare")
@click.argument("folders", metavar="DIR...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="option.compare_output")
@click.option("--by", type=click.Choice(DIMENSIONS), default=DIMENSIONS[0], show_default=True, help="option.compare_by")
@click.option("--measure", "measures", metavar="WORD", multiple=True, help="option.compare_measure")
@click.option("--title", "titles", metavar="WORD", multiple=True, help="option.compare_title")
@click.option("--legal-basis", "legal_bases", metavar="TEXT", multiple=True, help="option.compare_legal_basis")
@click.option("--nationality", "nationalities", metavar="WORD", multiple=True, help="option.compare_nationality")
@click.option("--region", "regions", metavar="WORD", multiple=True, help="option.compare_region")
@click.option("--topic", type=click.Choice(TOPICS), help="option.compare_topic")
@click.option("--words", metavar="TEXT", multiple=True, help="option.compare_words")
@click.option("--single", is_flag=True, help="option.compare_single")
@click.option("--no-charts", is_flag=True, help="option.no_charts")
@click.option("--no-workbook", is_flag=True, help="option.no_workbook")
@quiet_option
def command(
    folders: tuple[Path, ...],
    output: Path | None,
    by: str,
    measures: tuple[str, ...],
    titles: tuple[str, ...],
    legal_bases: tuple[str, ...],
    nationalities: tuple[str, ...],
    regions: tuple[str, ...],
    topic: str | None,
    words: tuple[str, ...],
    single: bool,
    no_charts: bool,
    no_workbook: bool,
    quiet: bool,
) -> ExitCode:
    """Writes the comparison into a folder and says how much it found: 6 where no series is over two answers."""
    from extractor.codes import load_code_lists
    from extractor.codes.topics import load_topics
    from extractor.compare import compare, read_selection, write_comparison
    from extractor.dataset import open_dataset

    session = current_session()
    selection = read_selection(
        load_code_lists(),
        measures,
        titles,
        legal_bases,
        nationalities,
        regions,
        load_topics(topic) if topic else frozenset(),
        words,
    )
    comparison = compare([open_dataset(folder) for folder in folders], selection, by, session.language, single)
    if not comparison.panels:
        say(session, "compare.nothing")
        return ExitCode.NOTHING_FOUND
    place = output or folders[0] / "comparison"
    try:
        written = write_comparison(
            comparison, place, session.text, session.language, charts=not no_charts, workbook=not no_workbook
        )
    except OSError as error:
        raise ExtractorError(
            "write.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(place), reason=error.strerror or str(error)
        ) from error
    if not quiet:
        say(
            session,
            "compare.written",
            series=len(comparison.series),
            answers=len(comparison.documents),
            file=str(written[0]),
        )
    return ExitCode.OK
