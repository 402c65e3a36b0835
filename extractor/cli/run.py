"""``extractor run``: PDFs become a dataset."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.network import find_all_inputs
from extractor.cli.options import (
    SECOND_READER,
    TOPICS,
    executor_options,
    log_options,
    ocr_option,
    password_option,
    quiet_option,
    reader_option,
)
from extractor.cli.reading import (
    MEGABYTES_PER_DOCUMENT,
    SECONDS_PER_DOCUMENT,
    dask_cluster,
    local_processes,
    read_documents,
    tell_failures,
)
from extractor.cli.session import Session, current_session, say, say_text
from extractor.errors import ExitCode

if TYPE_CHECKING:
    from extractor.batch.inputs import Inputs
    from extractor.batch.run import Settings, Summary

# The longest papers of a parliament, budgets, have three thousand; more is a fault or an attack.
_PAGES_PER_DOCUMENT = 5000


@click.command(help="help.run")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="option.run_output"
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="option.jobs")
@executor_options
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS_PER_DOCUMENT,
    show_default=True,
    help="option.timeout",
)
@click.option(
    "--memory",
    metavar="MEGABYTES",
    type=click.IntRange(min=256),
    default=MEGABYTES_PER_DOCUMENT,
    show_default=True,
    help="option.memory",
)
@click.option(
    "--max-pages",
    metavar="NUMBER",
    type=click.IntRange(min=1),
    default=_PAGES_PER_DOCUMENT,
    show_default=True,
    help="option.max_pages",
)
@click.option("--add", is_flag=True, help="option.add")
@click.option("--force", is_flag=True, help="option.force")
@click.option("--retry-failed", is_flag=True, help="option.retry_failed")
@click.option("--dry-run", is_flag=True, help="option.run_dry_run")
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
@ocr_option
@click.option("--topic", type=click.Choice(TOPICS), help="option.topic")
@password_option
@quiet_option
@log_options
def command(
    inputs: tuple[str, ...],
    output: Path,
    jobs: int | None,
    executor: str,
    scheduler: str | None,
    timeout: float,
    memory: int,
    max_pages: int,
    add: bool,
    force: bool,
    retry_failed: bool,
    dry_run: bool,
    codes: tuple[Path, ...],
    corrections: Path | None,
    reader: str,
    second_reader: str,
    ocr: str,
    topic: str | None,
    password: str | None,
    quiet: bool,
) -> ExitCode:
    """Reads what is not known of the inputs and makes the dataset in the output folder exactly of them."""
    from extractor.batch.plan import Choice
    from extractor.batch.run import Settings
    from extractor.codes import load_code_lists
    from extractor.corrections import load_corrections
    from extractor.pipeline import Options

    session = current_session()
    cluster = executor == "dask" or bool(scheduler)
    if cluster:
        from extractor.batch.cluster import check_installed

        check_installed()
    codes = tuple(folder.absolute() for folder in codes)  # a worker of a cluster is in another folder
    load_code_lists(extra=codes)  # a fault in them is told now and not for each document
    found = find_all_inputs(_with_list_from_stdin(inputs), session, quiet)
    options = Options(
        reader,
        password,
        load_corrections(corrections) if corrections else (),
        codes,
        second_reader,
        topic or "",
        max_pages,
        ocr,
    )
    settings = Settings(session.language, timeout, options, Choice(force, retry_failed), add)
    if dry_run:
        return _tell_plan(session, found, output, settings, quiet)
    if cluster:
        execute = dask_cluster(scheduler, jobs, len(found.files), timeout, memory)
    else:
        execute = local_processes(jobs, len(found.files), timeout, memory)
    summary = read_documents(session, found, output, settings, execute, quiet)
    _tell(session, summary, output, quiet)
    return summary.exit_code


def _tell_plan(session: Session, found: Inputs, output: Path, settings: Settings, quiet: bool) -> ExitCode:
    """One line on standard output for each file that would be read: the reason, a tab, the path."""
    from extractor.batch.run import plan_batch

    counts: Counter[str] = Counter()
    for planned in plan_batch(found, output, settings):
        counts[planned.reason or "unchanged"] += 1
        if planned.reason is not None:
            click.echo(f"{planned.reason}\t{planned.path}")
    for unusable in found.unusable:
        say_text(session.issue_text(unusable.issue, unusable.name))
    if not quiet:
        say(session, "run.planned", count=sum(counts.values()) - counts["unchanged"], unchanged=counts["unchanged"])
    return ExitCode.OK


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

    tell_failures(session, summary)
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
    if summary.unchanged:
        say(session, "run.unchanged", count=summary.unchanged)
    if summary.duplicates:
        say(session, "run.duplicates", count=summary.duplicates)
    if (output / "issues.csv").is_file():
        say(session, "run.where", folder=str(output))
    if summary.statuses[TableStatus.CONTRADICTED]:
        say(session, "run.look_at_contradictions", file=str(output / "checks.csv"))
    if summary.failures and summary.documents:
        say(session, "run.look_at_issues", file=str(output / "issues.csv"))
