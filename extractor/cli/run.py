"""``extractor run``: PDFs become a dataset."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.network import find_all_inputs
from extractor.cli.options import SECOND_READER, TOPICS, password_option, quiet_option, reader_option
from extractor.cli.progress import progress_bar
from extractor.cli.session import Session, current_session, say, say_text
from extractor.errors import ExitCode

if TYPE_CHECKING:
    from extractor.batch.run import Summary

# Forty times what the slowest paper of the corpus takes (96 pages, 124 tables); a document that needs longer hangs.
_SECONDS_PER_DOCUMENT = 300.0
_SHOWN_FAILURES = 20


@click.command(help="help.run")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="option.run_output"
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="option.jobs")
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=_SECONDS_PER_DOCUMENT,
    show_default=True,
    help="option.timeout",
)
@click.option("--codes", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="option.codes")
@click.option("--corrections", metavar="FOLDER", type=click.Path(path_type=Path), help="option.corrections")
@reader_option
@click.option(
    "--second-reader",
    type=click.Choice(SECOND_READER),
    default="auto",
    show_default=True,
    help="option.second_reader",
)
@click.option("--topic", type=click.Choice(TOPICS), help="option.topic")
@password_option
@quiet_option
def command(
    inputs: tuple[str, ...],
    output: Path,
    jobs: int | None,
    timeout: float,
    codes: tuple[Path, ...],
    corrections: Path | None,
    reader: str,
    second_reader: str,
    topic: str | None,
    password: str | None,
    quiet: bool,
) -> ExitCode:
    """Reads all inputs and makes the dataset in the output folder exactly of them."""
    from extractor.batch.pool import usable_cores
    from extractor.batch.run import Settings, run_batch
    from extractor.codes import load_code_lists
    from extractor.corrections import load_corrections
    from extractor.pipeline import Options

    session = current_session()
    load_code_lists(extra=codes)  # a fault in them is told now and not for each document
    found = find_all_inputs(_with_list_from_stdin(inputs), session, quiet)
    settings = Settings(
        language=session.language,
        jobs=min(jobs or usable_cores(), max(1, len(found.files))),
        timeout=timeout,
        options=Options(
            reader,
            password,
            load_corrections(corrections) if corrections else (),
            codes,
            second_reader,
            topic or "",
        ),
    )
    with progress_bar(len(found.files), session.text("run.progress"), quiet) as advance:
        summary = run_batch(found, output, settings, lambda outcome: advance(outcome.part.file))
    _tell(session, summary, output, quiet)
    return summary.exit_code


def _with_list_from_stdin(inputs: tuple[str, ...]) -> list[str]:
    arguments = []
    for argument in inputs:
        if argument == "-":
            arguments += [line for line in sys.stdin.read().splitlines() if line.strip()]
        else:
            arguments.append(argument)
    return arguments


def _tell(session: Session, summary: Summary, output: Path, quiet: bool) -> None:
    """Says what failed, what the figures came to, and what to do next."""
    from extractor.model.table import TableStatus

    for failure in summary.failures[:_SHOWN_FAILURES]:
        say_text(session.issue_text(failure.issue, failure.file))
    if len(summary.failures) > _SHOWN_FAILURES:
        say(session, "run.more_failures", count=len(summary.failures) - _SHOWN_FAILURES)
    if quiet:
        return
    say(
        session,
        "run.summary",
        documents=summary.documents,
        failed=len(summary.failures),
        pages=summary.pages,
        tables=summary.statuses.total(),
        observations=summary.observations,
    )
    if summary.statuses:
        say(session, "run.statuses", **{status.value: summary.statuses[status] for status in TableStatus})
    if summary.duplicates:
        say(session, "run.duplicates", count=summary.duplicates)
    if (output / "issues.csv").is_file():
        say(session, "run.where", folder=str(output))
    if summary.statuses[TableStatus.CONTRADICTED]:
        say(session, "run.look_at_contradictions", file=str(output / "checks.csv"))
    if summary.failures and summary.documents:
        say(session, "run.look_at_issues", file=str(output / "issues.csv"))
