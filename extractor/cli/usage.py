"""What click says of a wrong command line, in the user's language."""

from __future__ import annotations

import click

from extractor.cli.session import Session


def usage_message(error: click.ClickException, session: Session) -> str:
    """The usage line, what is wrong, and where help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    lines = [f"{context.get_usage()}\n"] if context else []
    lines.append(session.text("cli.error", message=_what_is_wrong(error, session)))
    if context:
        lines.append(session.text("cli.see_help", command=context.command_path))
    return "\n".join(lines)


def _what_is_wrong(error: click.ClickException, session: Session) -> str:
    match error:
        case click.MissingParameter(param=click.Parameter() as parameter):
            return session.text("cli.missing_parameter", parameter=_name(parameter))
        case click.NoSuchOption(option_name=name):
            return session.text("cli.no_such_option", option=name)
        case click.BadParameter(param=click.Parameter() as parameter, message=message):
            return session.text("cli.bad_parameter", parameter=_name(parameter), message=message)
        case _:
            return error.format_message()


def _name(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Option):
        return " / ".join(parameter.opts)
    return parameter.make_metavar(click.get_current_context(silent=True) or click.Context(click.Command(None)))
