"""Letters without their case, as patterns see them."""

from __future__ import annotations


def folded(text: str) -> str:
    """The text as `re.IGNORECASE` compares it: besides `str.casefold`, an i with and without its dot is one letter.

    What such a pattern has matched is found in a table of words only in this form; fonts that build letters of pieces
    give dotless ones.
    """
    return text.casefold().replace("i\u0307", "i").replace("ı", "i")
