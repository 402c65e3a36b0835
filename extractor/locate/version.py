"""Whether a PDF is the Vorabfassung that the edited version will replace at the same address."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2

VORABFASSUNG = "vorabfassung"
LEKTORIERT = "lektoriert"
# The note runs up the margin of every page and comes out of the text broken at any place, so white space is left out.
# Its wording in 18/8170, 20/2412 and 19/4961: "wird durch die lektorierte Version ersetzt", elsewhere "Fassung".
_NOTE = re.compile(r"Vorabfassung.{0,3}wirddurchdielektorierte(?:Version|Fassung)ersetzt", re.IGNORECASE)


def recognise_version(path: Path) -> str:
    """``vorabfassung`` where the first page carries the note, ``lektoriert`` where its text does not, else ``""``.

    ``""`` for a file without text or one that PDFium cannot open: the stage that reads it will say why.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return ""
    try:
        if len(document) == 0:
            return ""
        text = "".join(document[0].get_textpage().get_text_bounded().split())
    except pypdfium2.PdfiumError:
        return ""
    finally:
        document.close()
    if not text:
        return ""
    # U+FFFE is PDFium's mark for a hyphen at the end of a line.
    return VORABFASSUNG if _NOTE.search(text.replace("\ufffe", "")) else LEKTORIERT
