"""What holds for the whole tree: who may import whom, how long a module may be, which messages there are."""

from __future__ import annotations

import ast
import configparser
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "extractor"
STAGES = frozenset({"locate", "read", "structure", "tables", "interpret", "corrections", "check", "write"})
SHARED = frozenset({"model", "grammar", "codes", "errors", "lock", "resources", "messages"})
HARD_LIMIT = 500


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(ROOT).with_suffix("")
        yield ".".join(relative.parts).removesuffix(".__init__"), path


MODULES = dict(modules())


def area(module: str) -> str:
    """``write`` for ``extractor.write.rows``; empty for the package itself."""
    return module.split(".")[1] if "." in module else ""


def imports(path: Path) -> set[str]:
    """Everything of ours that a module imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == "extractor"}


def allowed(importer: str) -> frozenset[str]:
    """The areas that a module of this area may import."""
    if importer in STAGES:
        return SHARED | {importer}
    return {
        "model": frozenset({"model"}),
        "errors": frozenset(),
        "lock": frozenset({"errors"}),
        "logs": frozenset({"errors"}),
        "messages": frozenset({"messages", "errors", "model"}),
        "resources": frozenset({"errors"}),
        "grammar": frozenset({"grammar", "model", "errors", "resources"}),
        "codes": SHARED,
        "pipeline": SHARED | STAGES | {"collection", "logs"},
        "batch": SHARED | STAGES | {"pipeline", "batch", "logs"},
        "dataset": SHARED | {"write", "dataset"},
        "export": SHARED | {"write", "dataset", "export"},
        "document": SHARED | STAGES | {"pipeline", "dataset"},
        "cli": SHARED
        | STAGES
        | {"pipeline", "batch", "cli", "dataset", "document", "export", "report", "compare"}
        | {"samples", "summary", "logs", "review", "__version__"},
        "report": SHARED | {"dataset", "summary", "pages", "report"},
        "compare": SHARED | {"dataset", "summary", "pages", "export", "compare"},
        "review": SHARED | {"batch", "corrections", "dataset", "export", "pipeline", "pages", "write", "review"},
        "pages": SHARED | {"dataset", "pages"},
        "summary": SHARED | {"summary"},
        "samples": SHARED | STAGES | {"pipeline", "batch", "samples"},
        "__main__": frozenset({"cli"}),
        "": frozenset({"dataset", "document", "errors", "read"}),
    }[importer]


@pytest.mark.parametrize("module", MODULES)
def test_imports_follow_the_arrows(module: str) -> None:
    foreign = {name for name in imports(MODULES[module]) if area(name) not in allowed(area(module))}
    assert not foreign, f"{module} must not import {', '.join(sorted(foreign))}"


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_small(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= HARD_LIMIT, f"{module} has {lines} lines"


@pytest.mark.parametrize("module", MODULES)
def test_modules_say_what_they_are_for(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text(encoding="utf-8"))), f"{module} has no docstring"


def catalogue(language: str) -> dict[str, str]:
    sections = tomllib.loads((PACKAGE / "messages" / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same() -> None:
    german, english = catalogue("de"), catalogue("en")
    assert german.keys() == english.keys()
    differing = {code for code in german if placeholders(german[code]) != placeholders(english[code])}
    assert not differing


def test_messages_are_sorted() -> None:
    for language in ("de", "en"):
        sections = tomllib.loads((PACKAGE / "messages" / f"{language}.toml").read_text(encoding="utf-8"))
        for name, texts in sections.items():
            assert list(texts) == sorted(texts), f"{language}.toml, section {name}"


# A code in the source: a dotted name of two parts in a string, whose first part is a section of the catalogue.
CODE = re.compile(r"[a-z_]+\.[a-z_0-9]+")


# What ends a command or a document, or is told of one; and what shows a text.
FAULTS = frozenset({"Issue", "ExtractorError", "_unusable", "_fault"})
TEXTS = frozenset({"say", "text"})


def codes_in(module: str, calls: frozenset[str] = FAULTS | TEXTS) -> set[str]:
    """The codes of messages that a module names: as the first argument of an issue, an error or a text."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        called = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or called not in calls:
            continue
        first = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
        if called in {"Issue", "ExtractorError"}:
            found |= {one.value for one in first if isinstance(one, ast.Constant) and isinstance(one.value, str)}
        else:
            found |= {
                one.value
                for one in node.args[:2]
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and CODE.fullmatch(one.value)
            }
    return found


@pytest.mark.parametrize("module", MODULES)
def test_every_message_is_in_the_catalogue(module: str) -> None:
    missing = codes_in(module) - catalogue("de").keys()
    assert not missing, f"{module}: {', '.join(sorted(missing))}"


def test_no_message_is_left_over() -> None:
    files = [*MODULES.values(), *PACKAGE.rglob("*.html")]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    # Codes that are put together: "check.{flag}", "locate.column_{name}".
    built = (
        "help.",
        *re.findall(r"f[\"']([a-z_]+\.[a-z_]*)\{", source),
        *re.findall(r"'([a-z_]+\.[a-z_]*)' ~", source),
    )
    unused = {code for code in catalogue("de") if not code.startswith(built) and code not in source}
    assert not unused


def test_setup_names_every_package() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    named = set(setup["options"]["packages"].split())
    there = {".".join(path.parent.relative_to(ROOT).parts) for path in PACKAGE.rglob("__init__.py")}
    assert named == there | {"extractor.schemas"}


def test_no_path_of_a_machine_is_in_the_source() -> None:
    for module, path in MODULES.items():
        assert not re.search(r"[\"'](/work|/tmp|/home|/root)\b", path.read_text(encoding="utf-8")), module
