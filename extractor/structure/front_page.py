"""The first page of a Drucksache: what it is, who wrote it, what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from extractor.grammar.hyphenation import join_lines
from extractor.model.page import Line
from extractor.model.structure import FrontPage
from extractor.structure.layout import same_size
from extractor.structure.vocabulary import front_page_rules

# Parliament, Wahlperiode, number and date end above 12 % of the page's height in all layouts seen.
_HEAD_ZONE = 0.15
# The document type is set 1.35 to 1.4 times as large as author and title, the head line about as large.
_SAME_TITLE_SIZE = 0.06
# Blocks of the title stand at least 1.7 line distances apart (1.9 type sizes), their lines 1.1 to 1.3 type sizes.
_BLOCK_GAP = 1.55
# The Abgeordnetenhaus prints "Drucksache 19 / 12 345".
_NUMBER = re.compile(r"(?<!zu )Drucksache\s*(\d{1,2})\s?/\s?(\d{1,3}[ \u00a0]\d{3}\b|\d+)")
_PERIOD = re.compile(r"(\d{1,2})\.\s*Wahlperiode")
_NUMERIC_DATE = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_WRITTEN_DATE = re.compile(r"\b(\d{1,2})\.\s?([A-ZÄÖÜ][a-zäöü]+)\s(\d{4})\b")
_REFERENCE = re.compile(r"^[–‒—-]?\s*(?:Bundestagsd|D)rucksachen?\s+\(?\d")
_REFERRED = re.compile(r"\b(?:Bundestagsd|D)rucksachen?\s+(\d{1,2}/\d+)")
_LETTERED = re.compile(r"^[a-z]\)\s+")
_LETTER = re.compile(
    r"mit\s+Schreiben\s+(?:des|der)\s+(?P<sender>.+?)\s+vom\s+(?P<date>\d{1,2}\.\s?[A-ZÄÖÜ][a-zäöü]+\s\d{4})"
)
_GROUP = re.compile(r"\bder\s+(?:Fraktion(?:en)?|Gruppe)\s+(?P<group>.+)$")
_OFFICE = re.compile(r"\b(?:im|beim|bei der|in der)\s+(?=Bundesminister|Auswärtigen|Bundeskanzler)")


def read_front_page(lines: Sequence[Line], height: float, body: float) -> FrontPage:
    """The facts of the first page from its horizontal ``lines`` (top to bottom).

    ``height`` of the page and size of the ``body`` in points.

    What it does not say stays empty; a page without the head of a Drucksache
    gives an empty front page.
    """
    head = [line for line in lines if line.y1 <= _HEAD_ZONE * height]
    head_text = "\n".join(line.text for line in head)
    parliament, number = _parliament(head_text), _NUMBER.search(head_text)
    period = _PERIOD.search(head_text)
    if not number and not (parliament and period):
        return FrontPage()
    wahlperiode = int(number[1]) if number else int(period[1]) if period else None
    below = [line for line in lines if line.y1 > _HEAD_ZONE * height]
    blocks = _title_blocks(below, body)
    document_type = _document_type(blocks)
    words = [join_lines(line.text for line in block) for block in blocks[1:]]
    group = _asking_group(words, document_type)
    ministry, letter_date = _letter(lines)
    return FrontPage(
        parliament=parliament,
        wahlperiode=wahlperiode,
        number=int(re.sub(r"\D", "", number[2])) if number else None,
        date=_first_date(head_text),
        document_type=document_type,
        title=_title(blocks[1:], document_type),
        question_drucksache=_question_drucksache(words) if is_answer(document_type) else "",
        asking_group=group,
        ministry=ministry,
        letter_date=letter_date,
    )


def is_answer(document_type: str) -> bool:
    """Whether papers of this type carry questions with answers."""
    return _is_type(document_type, "answers")


def is_question(document_type: str) -> bool:
    """Whether papers of this type carry questions only."""
    return _is_type(document_type, "questions")


def has_written_questions(document_type: str) -> bool:
    """Whether papers of this type carry the single questions of many members, with their answers."""
    return _is_type(document_type, "written_questions")


def parse_date(text: str) -> date | None:
    """The first date of a text, numeric ("14. 02. 2013") or with the month's name; ``None`` without a real date."""
    return _first_date(text)


def _is_type(document_type: str, kind: str) -> bool:
    return any(document_type.startswith(word) for word in front_page_rules()["document"][kind])


def _parliament(text: str) -> str:
    for name, sign in front_page_rules()["parliaments"].items():
        if name.casefold() in text.casefold():
            return str(sign)
    return ""


def _first_date(text: str) -> date | None:
    numeric, written = _NUMERIC_DATE.search(text), _WRITTEN_DATE.search(text)
    if numeric and (not written or numeric.start() < written.start()):
        return _date(int(numeric[3]), int(numeric[2]), int(numeric[1]))
    if written:
        month = front_page_rules()["months"].get(written[2])
        return _date(int(written[3]), month, int(written[1])) if month else None
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _title_blocks(lines: Sequence[Line], body: float) -> list[list[Line]]:
    """The document type as the first block, then the blocks of author, reference and title.

    The type is the largest print below the head; what is set as the line below it belongs to the title block.
    """
    if not lines:
        return []
    largest = max(line.size for line in lines)
    begin = next(index for index, line in enumerate(lines) if _same_title_size(line.size, largest))
    index = begin
    while index < len(lines) and _same_title_size(lines[index].size, largest):
        index += 1
    blocks = [list(lines[begin:index])]
    for place in range(index, len(lines)):
        line, first = lines[place], lines[index]
        # Where titles are set in the body's size, only their weight tells them from the text.
        as_text = line.bold != first.bold and same_size(first.size, body)
        if as_text or not _same_title_size(line.size, first.size):
            break
        if place == index or line.y0 - lines[place - 1].y0 > _BLOCK_GAP * line.size:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _same_title_size(size: float, other: float) -> bool:
    return abs(size - other) <= _SAME_TITLE_SIZE * other


def _document_type(blocks: Sequence[Sequence[Line]]) -> str:
    """The type as printed, without a footnote mark; empty when what stands there is no heading."""
    if len(blocks) < 2 or blocks[0][0].size <= blocks[1][0].size:
        return ""
    return re.sub(r"\s*\*+\)?$", "", join_lines(line.text for line in blocks[0]))


def _title(blocks: Sequence[Sequence[Line]], document_type: str) -> str:
    """The words of the title block that say neither who wrote the paper nor to what it belongs.

    Where nothing else is there, the paper is named by what it belongs to ("zu dem Entwurf eines Gesetzes …"). Several
    titles keep the letters of what they belong to ("a) … b) …").
    """
    rules = front_page_rules()["document"]
    titles: list[str] = []
    spare: list[str] = []
    supplements: list[str] = []
    supplement_left: float | None = None
    letter = ""
    for block in blocks:
        before, after = _split_at_reference([line.text for line in block])
        words = join_lines(before)
        lettered = _LETTERED.match(words)
        letter = lettered[0] if lettered else letter
        bare = words[lettered.end() :] if lettered else words
        if words.startswith(tuple(rules["origins"])):
            pass
        elif words.startswith(tuple(rules["supplements"])):
            supplements.append(words)
            supplement_left = block[0].x0
        elif supplement_left is not None and block[0].x0 > supplement_left + block[0].size:
            supplements.append(words)
        elif words.startswith(tuple(rules["type_continuations"])):
            titles.append(f"{document_type} {words}")
        elif bare.startswith(tuple(rules["relations"])):
            spare.append(bare)
        elif words:
            titles.append(f"{letter}{bare}")
        if after:
            titles.append(f"{letter}{join_lines(after)}")
    if titles:
        return _join_titles(titles)
    named = [re.sub(r"^zu (?:dem|der|den) |^zu[rm] ", "", words) for words in spare[-1:]]
    return " ".join(named + supplements)


def _join_titles(titles: Iterable[str]) -> str:
    joined = ""
    for title in titles:
        close = title == "und" or joined.endswith(" und") or _LETTERED.match(title)
        joined = f"{joined}{' ' if close else ' – '}{title}" if joined else title
    return joined


def _split_at_reference(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines before and behind "– Drucksache 18/433 –"."""
    for index, line in enumerate(lines):
        if _REFERENCE.match(line):
            end = index
            while end + 1 < len(lines) and not lines[end].rstrip().endswith(("–", "‒", "—", "-")):
                end += 1
            return list(lines[:index]), list(lines[end + 1 :])
    return list(lines), []


def _question_drucksache(words: Iterable[str]) -> str:
    for text in words:
        if "Anfrage" in text or "Fragen" in text or _REFERENCE.match(text):
            found = _REFERRED.search(text)
            if found:
                return found[1]
    return ""


def _asking_group(words: Iterable[str], document_type: str) -> str:
    """The Fraktion or Gruppe that asked: of the question an answer names, or the author of a question paper."""
    if not (is_answer(document_type) or is_question(document_type)):
        return ""
    for text in words:
        asked = re.split(r"\s[–‒—-]\s*(?:Bundestagsd|D)rucksache", text)[0]
        found = _GROUP.search(asked)
        if found:
            # "BÜNDNIS 90/" + "DIE GRÜNEN" over a line end.
            return re.sub(r"^(?:der|des)\s+", "", found["group"]).replace("/ ", "/").strip()
    return ""


def _letter(lines: Iterable[Line]) -> tuple[str, date | None]:
    """Ministry and date from the sentence "Die Antwort wurde namens der Bundesregierung mit Schreiben des …"."""
    found = _LETTER.search(join_lines(line.text for line in lines))
    if not found:
        return "", None
    return _ministry(found["sender"]), _first_date(found["date"])


def _ministry(sender: str) -> str:
    office = _OFFICE.search(sender)
    name = sender[office.end() :] if office else sender
    for entry in front_page_rules()["ministries"]:
        genitive = str(entry["genitive"])
        if name.startswith(genitive):
            return str(entry["name"]) + name[len(genitive) :]
    return name
