"""``extractor status``: what is done, failed and pending in an output."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.session import Session, current_session, visible

if TYPE_CHECKING:
    from extractor.batch.status import Status

_SHOWN_FILES = 5


@click.command(help="help.status")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="option.json")
def command(folder: Path, as_json: bool) -> None:
    """Shows how far the runs on an output have come."""
    from extractor.batch.status import read_status

    status = read_status(folder)
    if as_json:
        click.echo(json.dumps(_entries(status), ensure_ascii=False, indent=1))
    else:
        for line in _lines(status, current_session()):
            click.echo(visible(line))


def _entries(status: Status) -> dict[str, object]:
    return {
        "started": status.run.started.isoformat(),
        "ended": status.run.ended.isoformat() if status.run.ended else None,
        "complete": status.run.complete,
        "running": status.running,
        "process": status.run.process,
        "done": status.done,
        "pages": status.pages,
        "read_in_last_run": status.run.read,
        "unchanged_in_last_run": status.run.unchanged,
        "pending": status.pending,
        "documents_per_second": status.speed,
        "seconds_left": status.seconds_left,
        "failed": {code: [visible(file) for file in files] for code, files in status.failed.items()},
    }


def _lines(status: Status, session: Session) -> list[str]:
    run = status.run
    moment = run.started.astimezone().strftime("%Y-%m-%d %H:%M")
    if status.running:
        lines = [session.text("status.running", process=run.process, started=moment)]
    elif run.complete:
        lines = [session.text("status.complete", started=moment)]
    else:
        lines = [session.text("status.broken_off", started=moment)]
    failed = sum(map(len, status.failed.values()))
    lines.append(
        session.text("status.counts", done=status.done, pages=status.pages, failed=failed, pending=status.pending)
    )
    lines.append(session.text("status.last_run", read=run.read, unchanged=run.unchanged))
    if status.speed is not None:
        lines.append(session.text("status.speed", rate=f"{status.speed * 60:.0f}"))
    if status.seconds_left is not None:
        lines.append(session.text("status.left", time=str(timedelta(seconds=round(status.seconds_left)))))
    for code, files in status.failed.items():
        more = ", …" if len(files) > _SHOWN_FILES else ""
        lines.append(f"  {code}: {len(files)} ({', '.join(files[:_SHOWN_FILES])}{more})")
    return lines
