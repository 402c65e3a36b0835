"""``extractor check``: does a dataset keep to its schemas, and what contradicts in it?"""

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.session import current_session, say
from extractor.errors import ExitCode

_SHOWN = 20


@click.command(help="help.check")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> ExitCode:
    """Checks a dataset: 0 fine, 1 figures contradict, 9 the dataset breaks its schemas."""
    from extractor.messages import render
    from extractor.write.verify import failed_checks, verify_dataset

    session = current_session()
    faults = verify_dataset(folder)
    for fault in faults[:_SHOWN]:
        click.echo(render(fault.code, session.language, **fault.data))
    if len(faults) > _SHOWN:
        say(session, "verify.more_faults", count=len(faults) - _SHOWN)
    if faults:
        say(session, "verify.invalid", count=len(faults), folder=str(folder))
        return ExitCode.CONFIGURATION_INVALID
    failed = 0
    for check in failed_checks(folder):
        failed += 1
        click.echo(session.text("verify.contradiction", **check))
    say(session, "verify.contradictions" if failed else "verify.valid", count=failed, folder=str(folder))
    return ExitCode.PARTIAL if failed else ExitCode.OK
