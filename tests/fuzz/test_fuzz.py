"""Some mutants of the samples through the whole program, what broke it before, and the tools of `make fuzz`."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from extractor.errors import ExitCode
from tests.fuzz.batch import read_and_judge
from tests.fuzz.checks import Dataset, Finding, exit_code_for, faults_of_command, faults_of_mutants, told_pages
from tests.fuzz.objects import Name, Stream, parse, serialise
from tests.fuzz.recipes import CORPUS, SAMPLES, Level, make_mutant, make_recipe, papers
from tests.fuzz.smallest import fewer, smallest_form

REGRESSIONS = Path(__file__).parent / "regressions"
TOLD = {
    "content-cut-off": {"read.content_damaged"},
    "content-lost": {"read.content_damaged"},
    "digit-changed": {"read.content_damaged"},
    "file-cut-off": {"read.incomplete"},
    "filter-misspelled": {"read.content_damaged"},
    "packed-objects-changed": {"read.repaired"},
    "text-without-height": set(),
    "word-without-height": {"read.page_damaged", "read.repaired", "read.garbled_text"},
}
OWN = (tuple(sorted(SAMPLES.glob("*/*.pdf"))),)
SAMPLE = (SAMPLES / "nested-subsets" / "document.pdf").read_bytes()


def test_mutants_break_nothing(tmp_path: Path) -> None:
    # Even numbers, so that `make fuzz` makes the same ones where there is a corpus.
    mutants = {f"m{seed:06}.pdf": make_mutant(make_recipe(seed, OWN)) for seed in range(0, 40, 2)}
    judged = read_and_judge(mutants, tmp_path, jobs=1)
    assert judged.findings == ()
    assert judged.damaged > 0
    assert judged.counts["documents"] > 10


def test_what_broke_before_does_not_again(tmp_path: Path) -> None:
    files = {path.name: path.read_bytes() for path in sorted(REGRESSIONS.glob("*.pdf"))}
    assert {Path(name).stem for name in files} == TOLD.keys()
    assert read_and_judge(files, tmp_path, jobs=1).findings == ()
    dataset = Dataset.of(tmp_path / "out")
    for stem, codes in TOLD.items():
        told = {
            row["code"] for row in dataset.issues if row["file"] == f"{stem}.pdf" and row["code"] != "run.duplicate"
        }
        assert {code for code in told if code.startswith("read.")} - {
            "read.no_text_layer",
            "read.recognised",
        } == codes, stem


def test_a_seed_makes_the_same_mutant_again() -> None:
    pools = papers()
    for seed in range(0, 40, 2):
        recipe = make_recipe(seed, pools)
        assert recipe == make_recipe(seed, OWN)
        assert make_mutant(recipe) == make_mutant(recipe)


def test_seeds_cover_all_levels_and_papers() -> None:
    recipes = [make_recipe(seed, papers()) for seed in range(400)]
    assert {step.level for recipe in recipes for step in recipe.steps} == set(Level)
    assert {recipe.paper for recipe in recipes} >= set(OWN[0])
    assert not CORPUS.is_dir() or any(CORPUS in recipe.paper.parents for recipe in recipes)


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_taken_apart_and_written_again_is_the_same(packed: bool) -> None:
    parsed = parse(SAMPLE)
    again = parse(serialise(parsed, packed=packed))
    assert again.objects == parsed.objects
    assert again.trailer[Name("Root")] == parsed.trailer[Name("Root")]


DOCUMENT = {"file": "a.pdf"}


def issue(
    code: str, message: str = "", file: str = "a.pdf", doc_id: str = "pdf-0", severity: str = "warning"
) -> dict[str, str]:
    return {"file": file, "doc_id": doc_id, "code": code, "severity": severity, "message": message}


def test_a_mutant_that_is_nowhere_is_found() -> None:
    dataset = Dataset((DOCUMENT,), (), (issue("read.damaged", file="b.pdf", doc_id="", severity="error"),))
    damaged: dict[str, frozenset[int]] = {name: frozenset() for name in ("a.pdf", "b.pdf", "c.pdf")}
    assert [finding.file for finding in faults_of_mutants(dataset, damaged)] == ["c.pdf"]


def test_damage_without_a_row_is_found() -> None:
    rows = (issue("read.page_damaged", "a.pdf, p. 3: the page is damaged"), issue("check.sum_mismatch", "p. 5"))
    dataset = Dataset((DOCUMENT,), (), rows)
    assert told_pages(dataset, "a.pdf", frozenset({3, 5})) == {3}
    (finding,) = faults_of_mutants(dataset, {"a.pdf": frozenset({3, 5})})
    assert finding == Finding("a.pdf", "p. 5 is damaged, and no row says so")
    repaired = Dataset((DOCUMENT,), (), (issue("read.repaired"),))
    assert [*faults_of_mutants(repaired, {"a.pdf": frozenset({3, 5})})] == []


def test_faults_of_ours_are_found() -> None:
    rows = (issue("run.internal_error", "ValueError"), issue("tables.page_failed", "the table reader native failed"))
    found = [*faults_of_mutants(Dataset((DOCUMENT,), (), rows), {})]
    assert [finding.fault for finding in found] == ["ValueError", "the table reader native failed"]
    shown = subprocess.CompletedProcess([], 0, "", "Traceback (most recent call last):\n")
    assert [*faults_of_command(shown, "run")]


def test_exit_codes_follow_the_rows() -> None:
    locked = issue("read.encrypted", doc_id="", severity="error")
    damaged = issue("read.damaged", file="b.pdf", doc_id="", severity="error")
    assert exit_code_for(Dataset((DOCUMENT,), (), ())) is ExitCode.OK
    assert exit_code_for(Dataset((DOCUMENT,), (), (damaged,))) is ExitCode.PARTIAL
    assert exit_code_for(Dataset((DOCUMENT,), ({"status": "contradicted"},), ())) is ExitCode.PARTIAL
    assert exit_code_for(Dataset((), (), (locked,))) is ExitCode.ENCRYPTED
    assert exit_code_for(Dataset((), (), (locked, damaged))) is ExitCode.INPUT_UNREADABLE


def test_fewer_leaves_what_is_needed() -> None:
    def breaks(data: bytes) -> bool:
        return b"3" in data and b"7" in data

    assert fewer([b"%d" % number for number in range(10)], b"".join, breaks) == [b"3", b"7"]


def test_the_smallest_form_breaks_in_the_same_way() -> None:
    parsed = parse(SAMPLE)
    number = max(number for number, value in parsed.objects.items() if isinstance(value, Stream))
    parsed.objects[number].put(b"0 w\n/Guilty Do\n0 w\n")

    def kind(data: bytes) -> str:
        try:
            streams = [value for value in parse(data).objects.values() if isinstance(value, Stream)]
        except Exception:  # pypdf cannot take apart what is too small
            return ""
        return "guilty" if any(b"/Guilty" in (stream.content() or b"") for stream in streams) else ""

    small = smallest_form(serialise(parsed), kind)
    assert kind(small) == "guilty"
    assert len(small) < 600
    assert smallest_form(SAMPLE, kind) == SAMPLE
