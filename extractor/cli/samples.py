"""``extractor samples``: does the program read its own samples as expected?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.session import current_session, say
from extractor.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.samples import Score, Verdict

_SHOWN = 10

_folder_option = click.option(
    "--folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path("samples"),
    show_default=True,
    help="option.samples_folder",
)
_slugs_argument = click.argument("slugs", metavar="[SLUG]...", nargs=-1)


@click.group("samples", help="help.samples")
def command() -> None:
    """The commands on samples."""


@command.command("check", help="help.samples_check")
@_slugs_argument
@_folder_option
def check(slugs: Sequence[str], folder: Path) -> ExitCode:
    """Shows the first differences of each sample: 0 as expected, 10 anything else."""
    from extractor.samples import check_sample, load_samples

    session = current_session()
    verdicts = [check_sample(sample) for sample in load_samples(folder, slugs)]
    for verdict in verdicts:
        _show(verdict)
    wrong = sum(not verdict.is_right for verdict in verdicts)
    say(session, "samples.differing" if wrong else "samples.right", count=len(verdicts), wrong=wrong)
    return ExitCode.REGRESSION_DIFFERS if wrong else ExitCode.OK


def _show(verdict: Verdict) -> None:
    session, slug = current_session(), verdict.sample.slug
    for one in verdict.unexpected[:_SHOWN]:
        values = {"place": one.place, "field": one.field, "expected": one.expected or "–", "found": one.found or "–"}
        click.echo(session.text("samples.difference", slug=slug, page=one.page or "–", **values))
    if len(verdict.unexpected) > _SHOWN:
        click.echo(session.text("samples.more", slug=slug, count=len(verdict.unexpected) - _SHOWN))
    for failure, count in verdict.stale:
        values = {"place": failure.place, "field": failure.field, "reason": failure.reason}
        click.echo(session.text("samples.stale", slug=slug, expected=failure.count, found=count, **values))
    key = "samples.sample_right" if verdict.is_right else "samples.sample_differs"
    click.echo(session.text(key, slug=slug, unexpected=len(verdict.unexpected), known=len(verdict.known)))


@command.command("score", help="help.samples_score")
@_slugs_argument
@_folder_option
def score(slugs: Sequence[str], folder: Path) -> None:
    """Prints the figures of each sample, and by dimension those of all together."""
    from extractor.samples import Score, load_samples, score_sample

    session, total = current_session(), Score()
    for sample in load_samples(folder, slugs):
        one = score_sample(sample)
        click.echo(_score_line(sample.slug, one))
        total.add(one)
    click.echo(_score_line(session.text("samples.together"), total))
    for name, (right, count) in sorted(total.dimensions.items()):
        click.echo(f"  {name:<20} {_share(right, count)}")


def _score_line(name: str, one: Score) -> str:
    figures = {"cells": _share(*one.cells), "rows": _share(*one.observations), "checks": _share(*one.checks)}
    return current_session().text("samples.score", name=name, extra=one.extra, **figures)


def _share(right: int, count: int) -> str:
    return f"{right}/{count} {right / count:.4f}" if count else "0/0"


@command.command("update", help="help.samples_update")
@click.argument("slug", metavar="SLUG")
@click.option("--reason", metavar="TEXT", required=True, help="option.samples_reason")
@_folder_option
def update(slug: str, reason: str, folder: Path) -> None:
    """Derives an expectation anew from its data file, and keeps the reason."""
    from datetime import UTC, datetime

    from extractor.samples import load_samples, update_sample

    sample = load_samples(folder, [slug])[0]
    update_sample(sample, reason, datetime.now(UTC).date())
    say(current_session(), "samples.updated", slug=slug, folder=str(sample.folder / "expected"))


@command.command("list", help="help.samples_list")
@_folder_option
def show(folder: Path) -> None:
    """Names the samples and what they test."""
    from extractor.samples import load_samples

    for sample in load_samples(folder):
        click.echo(f"{sample.slug}: {' '.join(sample.tests.split())}")
