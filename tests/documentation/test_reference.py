"""The pages that are made of the program's own data leave nothing out."""

from __future__ import annotations

import click

from docs.command_reference import EXIT_CODES, describe_commands
from docs.error_list import describe_messages, listed_codes
from extractor.cli import commands
from extractor.messages import LANGUAGES, catalogue
from tests.test_architecture import FAULTS, MODULES, codes_in


def test_every_command_has_its_section_and_exit_codes() -> None:
    with click.Context(commands) as context:
        names = commands.list_commands(context)
    assert set(EXIT_CODES) == set(names)
    for language in LANGUAGES:
        page = describe_commands(language)
        for name in names:
            assert f"\n## extractor {name}\n" in f"\n{page}"
    assert "### extractor samples update" in describe_commands("de")


def test_every_help_has_an_example() -> None:
    for language in LANGUAGES:
        texts = {code: text for code, text in catalogue(language).items() if code.startswith("help.")}
        headings = {"help.commands", "help.options", "help.usage"}
        assert not [code for code, text in texts.items() if "\n  extractor " not in text and code not in headings]


def test_every_fault_is_listed_with_what_to_do() -> None:
    raised = {code for module in MODULES for code in codes_in(module, FAULTS)}
    assert raised
    assert not raised - set(listed_codes()), "say what to do, in the message or in docs/advice.toml"
    assert describe_messages().count("\n  **Was tun:** ") == len(listed_codes())
