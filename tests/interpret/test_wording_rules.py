from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.interpret.wording_rules import Rule, all_matches, candidates, first_match, read_rules
from extractor.resources import table_schema

# All lists of rules.
MATCHED = ("measures", "title_types", "registers", "person_roles", "topics", "units", "instances")


def _allowed(field_name: str) -> set[str]:
    (field,) = [field for field in table_schema("observations")["fields"] if field["name"] == field_name]
    return set(field["constraints"]["enum"])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("measures", "measure"),
        ("units", "unit"),
        ("title_types", "title_type"),
        ("registers", "register"),
        ("person_roles", "person_role"),
        ("instances", "instance"),
    ],
)
def test_rules_give_codes_of_the_schema(name: str, field: str) -> None:
    assert {rule.code for rule in read_rules(name)} <= _allowed(field)
    assert {rule.unit for rule in read_rules(name)} <= _allowed("unit") | {""}


@pytest.mark.parametrize(
    ("name", "rule"),
    [pytest.param(name, rule, id=f"{name}-{rule.rank}-{rule.code}") for name in MATCHED for rule in read_rules(name)],
)
def test_needed_fragments_never_hide_a_match(name: str, rule: Rule) -> None:
    assert all(rule.needs)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(rule.pattern, alphabet=st.characters(codec="latin-1")))
    def check(text: str) -> None:
        assert rule in candidates(name, text)

    check()


def test_a_text_without_their_fragments_leaves_no_rules() -> None:
    assert [rule.code for rule in candidates("title_types", "Aufenthaltserlaubnisse")] == ["residence_permit"]
    assert candidates("measures", "Syrien") == []


def test_the_first_rule_decides() -> None:
    mark = first_match("measures", "nicht erteilt")
    assert mark is not None
    assert mark.code == "refusal"


def test_a_stretch_belongs_to_one_rule() -> None:
    marks = all_matches("title_types", "Mobiler-ICT-Karte und Aufenthaltserlaubnis")
    assert [mark.code for mark in marks] == ["mobile_ict_card", "residence_permit"]
