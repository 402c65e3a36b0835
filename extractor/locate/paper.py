"""A printed paper of a parliament as its register describes it, and how such papers are named."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

BUNDESTAG = "bt"
BUNDESRAT = "br"
BERLIN = "be"

_NUMBER = re.compile(
    r"""^\s*
    (?:(?:BT|Bundestags?)\s*[-–]?\s*)?
    (?:(?:Drs|Drucks)\.?|Drucksachen?)?\s*
    0*(?P<period>\d{1,2})/0*(?P<number>\d{1,5})
    (?:\s*\(?(?P<suffix>neu)\)?)?
    \s*$""",
    re.VERBOSE | re.IGNORECASE,
)
_DOC_ID = re.compile(r"^(?P<parliament>bt|be)-(?P<period>\d{1,2})-(?P<number>\d{1,5})(?:-(?P<suffix>neu))?$")
_SAFE_DOC_ID = re.compile(r"^[a-z]{2,4}(?:-[0-9a-z]+)+$")


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """The number of a Drucksache taken apart: ``21/1353`` is Wahlperiode 21, number 1353."""

    parliament: str
    wahlperiode: int
    number: int
    suffix: str = ""

    @property
    def printed(self) -> str:
        """As the parliament prints it: ``21/1353``, ``20/12 (neu)``."""
        return f"{self.wahlperiode}/{self.number}" + (f" ({self.suffix})" if self.suffix else "")

    @property
    def doc_id(self) -> str:
        """As the dataset names the document: ``bt-21-1353``."""
        return f"{self.parliament}-{self.wahlperiode}-{self.number}" + (f"-{self.suffix}" if self.suffix else "")


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that a source found. Dates are ISO 8601, ``""`` where the source does not say.

    ``updated`` is DIP's ``aktualisiert`` (with offset), ``distributed`` its ``verteildatum``; ``md5`` is the hash DIP
    gives for the PDF, 32 lower-case hex digits; ``question_number`` the Drucksache that asked; ``record_id`` and
    ``vorgang_id`` are the register's own keys.
    """

    doc_id: str
    source: str
    number: str
    url: str
    record_id: str = ""
    vorgang_id: str = ""
    wahlperiode: int | None = None
    date: str = ""
    distributed: str = ""
    updated: str = ""
    document_type: str = ""
    title: str = ""
    ministry: str = ""
    asking_group: str = ""
    question_number: str = ""
    md5: str = ""


def merged(fresh: Paper, old: Paper) -> Paper:
    """``fresh`` with what it leaves open filled from ``old``: a number typed by hand knows no title."""
    return Paper(**{field.name: getattr(fresh, field.name) or getattr(old, field.name) for field in fields(Paper)})


def parse_number(text: str, parliament: str = BUNDESTAG) -> PaperNumber | None:
    """The number in ``21/1353``, ``BT-Drs. 07/5896``, ``20/12 (neu)`` or ``bt-21-1353``; ``None`` for other text."""
    match = _NUMBER.match(text)
    if match:
        suffix = (match["suffix"] or "").lower()
        return PaperNumber(parliament, int(match["period"]), int(match["number"]), suffix)
    match = _DOC_ID.match(text.strip())
    if match:
        return PaperNumber(match["parliament"], int(match["period"]), int(match["number"]), match["suffix"] or "")
    return None


def doc_id_for(parliament: str, printed: str) -> str:
    """The name of a document whose number may be of any form: ``br-695-2-99`` for the Bundesrat's ``695/2/99``."""
    number = parse_number(printed, parliament)
    if number is not None:
        return number.doc_id
    slug = re.sub(r"[^0-9a-z]+", "-", printed.lower()).strip("-")
    return f"{parliament}-{slug}" if slug else ""


def is_safe_doc_id(doc_id: str) -> bool:
    """Whether the name can stand in a file name: lower-case letters, digits and single hyphens only."""
    return len(doc_id) <= 80 and _SAFE_DOC_ID.match(doc_id) is not None


def paper_url(number: PaperNumber, base: str) -> str:
    """Where the Bundestag keeps the PDF of a number; ``""`` where no rule is known (a number with ``neu``).

    The rule ``btd/WP/first three digits/WP and five digits.pdf`` holds for 19/1, 20/15151, 21/7982 and 07/5896 in
    recorded answers of DIP.
    """
    if number.parliament != BUNDESTAG or number.suffix:
        return ""
    period = f"{number.wahlperiode:02}"
    return f"{base.rstrip('/')}/btd/{period}/{number.number // 100:03}/{period}{number.number:05}.pdf"
