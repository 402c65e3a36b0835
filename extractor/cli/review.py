"""``extractor review``: a page in the browser on which people go through what is uncertain."""

from __future__ import annotations

import getpass
import webbrowser
from pathlib import Path

import click

from extractor.cli.options import SECOND_READER, TOPICS, reader_option
from extractor.cli.reading import MEGABYTES_PER_DOCUMENT, SECONDS_PER_DOCUMENT, local_processes
from extractor.cli.session import current_session, say
from extractor.errors import ExitCode, ExtractorError


@click.command(help="help.review")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--by", metavar="NAME", help="option.review_by")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="option.review_port")
@click.option("--no-browser", is_flag=True, help="option.no_browser")
@click.option("--pdfs", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="option.report_pdfs")
@click.option("--codes", metavar="FOLDER", multiple=True, type=click.Path(path_type=Path), help="option.codes")
@reader_option
@click.option(
    "--second-reader", type=click.Choice(SECOND_READER), default="auto", show_default=True, help="option.second_reader"
)
@click.option("--topic", type=click.Choice(TOPICS), help="option.topic")
def command(
    folder: Path,
    by: str | None,
    port: int,
    no_browser: bool,
    pdfs: tuple[Path, ...],
    codes: tuple[Path, ...],
    reader: str,
    second_reader: str,
    topic: str | None,
) -> None:
    """Serves the page until Ctrl-C."""
    from extractor.batch.run import Settings
    from extractor.lock import folder_lock
    from extractor.pipeline import Options
    from extractor.review.desk import Desk
    from extractor.review.process import KeptProcess
    from extractor.review.server import serve_review

    session = current_session()
    options = Options(
        reader,
        codes=tuple(path.absolute() for path in codes),
        second_reader=second_reader,
        topic=topic or "",
    )

    name = (by or _login_name()).strip()
    if not name:
        raise ExtractorError("review.no_name", ExitCode.USAGE)

    def tell(address: str) -> None:
        say(session, "review.address", address=address)
        if not no_browser:
            webbrowser.open(address)

    with folder_lock(folder, "review"):
        settings = Settings(session.language, SECONDS_PER_DOCUMENT, options)
        kept = KeptProcess(SECONDS_PER_DOCUMENT, MEGABYTES_PER_DOCUMENT * 1024 * 1024)
        desk = Desk(folder, name, settings, pdfs, lambda files: local_processes(None, files), kept)
        serve_review(desk, port, session.language, tell)


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # the system has no name for the user, as in some containers
        return ""
