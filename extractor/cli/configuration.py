"""Settings from files: ``extractor.toml`` in the working folder, over that in the user's configuration folder.

A table such as ``[run]`` holds what the options of that command are when they are not given: ``jobs = 4``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from extractor.errors import ExitCode, ExtractorError

FILE_NAME = "extractor.toml"
# A file in the working folder may come with somebody's PDFs. It must not say where is written or with which password,
# nor send documents to another machine, whose answers are believed.
_USER_ONLY = frozenset({"output", "password", "store", "allow_host", "scheduler"})


def command_settings(command: str, options: frozenset[str], user_only: frozenset[str] = _USER_ONLY) -> dict[str, Any]:
    """The settings of one command by the name of the option, the working folder's over the user's.

    `ExtractorError` (9) for a file that is no TOML, a table that is none, or a setting that the command does not know.
    """
    import platformdirs

    users = Path(platformdirs.user_config_dir("extractor", appauthor=False)) / FILE_NAME
    here = {name: value for name, value in _table(Path(FILE_NAME), command).items() if name not in user_only}
    settings = {**_table(users, command), **here}
    for name in settings:
        if name not in options:
            raise _invalid("cli.unknown_setting", command=command, name=name, known=", ".join(sorted(options)))
    return settings


def _table(path: Path, command: str) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get(command, {})
    except (OSError, ValueError) as error:
        raise _invalid("cli.bad_configuration", file=str(path), reason=str(error)) from error
    if not isinstance(table, dict):
        raise _invalid("cli.bad_configuration", file=str(path), reason=f"{command} = …")
    return {name.replace("-", "_"): value for name, value in table.items()}


def _invalid(code: str, **data: str) -> ExtractorError:
    return ExtractorError(code, ExitCode.CONFIGURATION_INVALID, **data)
