"""What a run of `sync` tells about new and changed answers: JSON for programs, Markdown and Atom for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from extractor.locate.memory import Change

_ATOM = "http://www.w3.org/2005/Atom"
# A feed reader that looks once a week sees everything of a busy one.
FEED_LENGTH = 100


def write_summary(
    folder: Path,
    search: str,
    changes: Iterable[Change],
    recent: Iterable[Change],
    counts: Mapping[str, int],
    words: Mapping[str, str],
) -> None:
    """Write ``latest.json`` and ``latest.md`` (this run) and ``feed.atom`` (the last hundred changes) to ``folder``.

    ``words`` are the headings in the user's language: ``title``, ``nothing``, ``new``, ``changed``, ``vorabfassung``.
    Each file takes its place in one step; writing the same again gives the same files.
    """
    several = tuple(changes)
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / "latest.json", as_json(search, several, counts))
    _replace(folder / "latest.md", as_markdown(search, several, words))
    listed = {(change.paper.doc_id, change.sha256): change for change in (*recent, *several)}
    ordered = sorted(listed.values(), key=lambda change: (change.noticed_at, change.paper.doc_id), reverse=True)
    _replace(folder / "feed.atom", as_atom(search, ordered[:FEED_LENGTH], words))


def as_json(search: str, changes: tuple[Change, ...], counts: Mapping[str, int]) -> str:
    """The summary of one run as JSON text."""
    rows = [
        {
            "kind": change.kind,
            **{key: value for key, value in asdict(change.paper).items() if key != "md5"},
            "sha256": change.sha256,
            "version": change.version,
        }
        for change in changes
    ]
    return json.dumps({"search": search, **counts, "changes": rows}, ensure_ascii=False, indent=2) + "\n"


def as_markdown(search: str, changes: tuple[Change, ...], words: Mapping[str, str]) -> str:
    """The summary of one run as Markdown text."""
    lines = [f"# {words['title']}: {_escaped(search)}", ""]
    if not changes:
        lines.append(words["nothing"])
    for change in changes:
        note = f" ({words['vorabfassung']})" if change.version == "vorabfassung" else ""
        paper = change.paper
        name = _escaped(paper.number or paper.doc_id)
        link = f"[{name}](<{paper.url}>)" if paper.url.startswith("https://") and ">" not in paper.url else name
        described = ", ".join(part for part in (paper.date, _escaped(paper.ministry)) if part)
        lines.append(f"- **{words[change.kind]}**: {link} {_escaped(paper.title)} – {described}{note}".rstrip(" –"))
    return "\n".join(lines) + "\n"


def as_atom(search: str, changes: Iterable[Change], words: Mapping[str, str]) -> str:
    """The changes as an Atom feed (RFC 4287); an entry's id stays the same for ever."""
    several = tuple(changes)
    feed = Element("feed", xmlns=_ATOM)
    SubElement(feed, "title").text = f"{words['title']}: {search}"
    SubElement(feed, "id").text = f"tag:drucksachen-extractor,2026:search/{search}"
    SubElement(feed, "updated").text = several[0].noticed_at if several else "1970-01-01T00:00:00+00:00"
    SubElement(SubElement(feed, "author"), "name").text = "extractor"
    for change in several:
        paper = change.paper
        entry = SubElement(feed, "entry")
        SubElement(entry, "title").text = f"{words[change.kind]}: {paper.number or paper.doc_id} {paper.title}".strip()
        SubElement(entry, "id").text = f"tag:drucksachen-extractor,2026:{paper.doc_id}/{change.sha256}"
        SubElement(entry, "updated").text = change.noticed_at
        if paper.url.startswith(("https://", "http://")):
            SubElement(entry, "link", href=paper.url, rel="alternate", type="application/pdf")
        SubElement(entry, "summary").text = ", ".join(part for part in (paper.date, paper.ministry) if part)
    indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _xml_text(tostring(feed, encoding="unicode")) + "\n"


def _xml_text(text: str) -> str:
    """Without the control characters that XML 1.0 cannot hold."""
    return "".join(character for character in text if character >= " " or character in "\t\n")


def _escaped(text: str) -> str:
    """Text of a register that must not act as Markdown or HTML."""
    flat = " ".join(text.split())
    return "".join(f"\\{character}" if character in "\\`*_[]<>#|" else character for character in flat)


def _replace(path: Path, text: str) -> None:
    # One run at a time writes here; a killed one leaves this name for the next to overwrite.
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8", newline="\n")
    fresh.replace(path)
