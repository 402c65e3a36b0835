from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.errors import ExtractorError
from extractor.write import TABLES, make_part, merge_parts
from extractor.write.package import is_ours
from extractor.write.verify import failed_checks, verify_dataset
from tests.write.results import make_result


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    parts = [
        make_part(make_result(), "a" * 64, "de"),
        make_part(make_result(sha256="b" * 64), "b" * 64, "de"),
    ]
    folder = tmp_path / "out"
    folder.mkdir()
    merge_parts(parts, folder, "de")
    return folder


def frictionless_errors(folder: Path) -> list[str]:
    from frictionless import Package, system

    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    return [f"{error.type}: {error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def test_frictionless_accepts_the_dataset(dataset: Path) -> None:
    assert frictionless_errors(dataset) == []


def test_frictionless_accepts_an_empty_dataset(tmp_path: Path) -> None:
    merge_parts([], tmp_path, "de")
    assert frictionless_errors(tmp_path) == []


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")


FAULTS = [
    ("observations", ",exact,", ",ungefähr,", "verify.field"),
    ("observations", ",residence_permit;visa,", ",residence_permit;tourism,", "verify.field"),
    ("observations", ",1790,", ",1.790.0,", "verify.field"),
    ("observations", "2025-07-31", "2025-07-32", "verify.field"),
    ("cells", "p002t1,bt-99-1,2,1,2", "p002t1,bt-99-1,2,1,1", "verify.key"),
    ("cells", "p002t1,bt-99-1,2,1,2", "p009t1,bt-99-1,2,1,2", "verify.reference"),
    ("questions", "bt-99-1,1a", "bt-99-2,1a", "verify.reference"),
    ("checks", ",rule,", ",regel,", "verify.columns"),
]


@pytest.mark.parametrize(("table", "old", "new", "code"), FAULTS)
def test_a_damaged_dataset_is_found_by_us_and_by_frictionless(
    dataset: Path, table: str, old: str, new: str, code: str
) -> None:
    replace_text(dataset / f"{table}.csv", old, new)
    assert [fault.code for fault in verify_dataset(dataset)] == ["verify.changed_file"]
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = [resource for resource in package["resources"] if resource["name"] == table]
    from hashlib import sha256

    data = (dataset / f"{table}.csv").read_bytes()
    resource["hash"], resource["bytes"] = f"sha256:{sha256(data).hexdigest()}", len(data)
    (dataset / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    assert code in {fault.code for fault in verify_dataset(dataset)}
    assert frictionless_errors(dataset) != []


def test_a_sound_dataset_has_no_faults(dataset: Path) -> None:
    assert verify_dataset(dataset) == ()
    assert [row["difference"] for row in failed_checks(dataset)] == ["100", "100"]


def test_a_folder_without_dataset_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "something-else"}')
    assert not is_ours(tmp_path)
    with pytest.raises(ExtractorError, match=r"verify\.no_dataset"):
        verify_dataset(tmp_path)


def test_the_package_names_no_place_of_this_machine(dataset: Path) -> None:
    for path in dataset.iterdir():
        assert str(dataset.parent) not in path.read_text(encoding="utf-8")


def test_every_table_is_described(dataset: Path) -> None:
    package = json.loads((dataset / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLES)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
