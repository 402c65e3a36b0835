"""What the label paths of rows and columns say, and what the rows (or columns) of a table are together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from extractor.codes import CodeLists
from extractor.interpret.dimensions import Dimensions
from extractor.interpret.groups import Merged, Spoken, spoken
from extractor.interpret.rules import load_rules
from extractor.interpret.wording import read_label

_KINDS_OF_ROWS = ("nationality", "region", "sex", "age", "legal_basis", "place", "period")


# As many paths and labels as a long paper has: its tables repeat them.
@lru_cache(maxsize=16384)
def read_path(path: tuple[str, ...], codes: CodeLists) -> Dimensions:
    """What the labels of a path say together, the innermost first."""
    said = [read_label(label, codes) for label in reversed(path)]
    whole = Merged()
    for one in said:
        whole.add(spoken(one))
    own = said[0] if said else Dimensions()
    # What is no measure of the model is told apart by its words alone.
    levels = None if own.measure == "other" else 1
    category = "; ".join(list(dict.fromkeys(one.category for one in said if one.category))[:levels])
    if not category and own.measure and not own.total_of and own.unit != "percent":
        category = path[-1]
    whole.fields["time_wording"] = next((one.time_wording for one in said if one.time_wording), "")
    return Dimensions(
        **whole.fields,
        category=category,
        flags=tuple(dict.fromkeys(flag for one in said for flag in one.flags)),
        total_of=own.total_of,
        residuals=own.residuals,
        weak=tuple(dict.fromkeys(name for one in said for name in one.weak)),
    )


@lru_cache(maxsize=16384)
def is_known(label: str, codes: CodeLists) -> bool:
    """Whether some list or grammar knows a label, or it is one of the words that say nothing of their own."""
    return bool(read_label(label, codes).said()) or load_rules().neutral.match(label.strip()) is not None


def row_dimension(rows: Sequence[Dimensions]) -> str:
    """What most rows of a table are: ``nationality``, ``region``, ``sex``, ``age`` or another group; "" if nothing."""
    groups = [spoken(row).groups for row in rows if not row.total_of and not row.residuals]
    counts = Counter([next((name for name in _KINDS_OF_ROWS if name in one), "") for one in groups])
    return counts.most_common(1)[0][0] if counts else ""


def differing(lines: Sequence[Spoken]) -> frozenset[str]:
    """What the rows (or columns) of a table say themselves and differ in: titles, and legal bases if any has one."""
    return frozenset(
        name
        for name, least in (("title_type", 2), ("legal_basis", 1))
        if len({one.fields[name] for one in lines if name in one.groups}) >= least
    )


def as_total(said: Dimensions, dimension: str) -> Dimensions:
    """A total or remainder with the code it has in a breakdown by ``dimension``."""
    if said.total_of:
        of = dimension if "any" in said.total_of else said.total_of[0]
        if of == "nationality" and not said.nationality:
            return replace(said, nationality="XTO")
        if of == "region" and not said.region:
            return replace(said, region="DE")
        if of == "sex" and not said.sex:
            return replace(said, sex="T")
    for residual in said.residuals:
        name, _, code = residual.partition("=")
        if name == dimension == "nationality":
            return replace(said, nationality=code)
        if name == dimension == "sex":
            return replace(said, sex=code)
        if name == dimension == "region":
            return replace(said, region_label=code)
    return said
