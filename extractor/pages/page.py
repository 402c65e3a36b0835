"""Content into HTML. Everything that comes from a paper is escaped by the template engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined


def render_page(package: str, template: str, language: str, text: Callable[..., str], **content: Any) -> str:
    """The page made by a template of ``package`` (``extractor.report``), on the base that all pages have."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("extractor.pages")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(text=text, language=language)
    return environment.get_template(template).render(**content) + "\n"
