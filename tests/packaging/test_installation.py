"""The packages hold what they should, and the data under ``schemas/`` is found however the program is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from extractor.resources import column_names

ROOT = Path(__file__).resolve().parents[2]
ASK = """
from pathlib import Path
import extractor
from extractor.resources import column_names, schemas_folder
print(Path(extractor.__file__).resolve().parent)
print(schemas_folder().resolve())
print(len(column_names("observations")))
"""
FOLDERS = (".ci", ".github", "bench", "docs", "extractor", "samples", "schemas", "tests")
FILES = ("CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile", ".dockerignore", "LICENSE", "Makefile", "MANIFEST.in")
FILES += ("README.md", "pyproject.toml", "ruff.toml", "setup.cfg")
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info", ".DS_Store")
SAMPLE = ROOT / "samples" / "russian-nationals" / "document.pdf"


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False, env={"PATH": "", **ENV}
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


ENV = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, so that a build leaves nothing in the real one."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """The interpreter of a fresh environment that sees the dependencies of this one, but not the program."""
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    (site,) = (tmp_path / "venv").glob("lib/python3*/site-packages")
    seen = tmp_path / "dependencies"
    seen.mkdir()
    for entry in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if not entry.name.startswith(("__editable__", "drucksachen_extractor", "extractor", "_pytest", "pytest")):
            (seen / entry.name).symlink_to(entry)
    (site / "dependencies.pth").write_text(f"{seen}\n")
    return tmp_path / "venv" / "bin" / "python"


def install(checkout: Path, environment: Path, *arguments: str | Path) -> None:
    run(sys.executable, "-m", "pip", "--python", environment, "install", "--no-deps", "-q", *arguments, cwd=checkout)


@pytest.fixture(scope="module")
def packages(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel, which is built out of the archive as ``make package`` does."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, checkout, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(packages: Path) -> Path:
    (path,) = packages.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def unpacked(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source archive, unpacked."""
    (path,) = packages.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        archive.extractall(folder := tmp_path_factory.mktemp("unpacked"), filter="data")
    (top,) = folder.iterdir()
    return top


def test_the_wheel_holds_all_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    expected = set()
    for folder, target in ((ROOT / "extractor", "extractor"), (ROOT / "schemas", "extractor/schemas")):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in {".py", ".toml", ".csv", ".json", ".html", ".css", ".js", ".typed"}:
                expected.add(f"{target}/{path.relative_to(folder).as_posix()}")
    assert names == {name for name in expected if "__pycache__" not in name}
    assert wheel.name.startswith("drucksachen_extractor-")


def test_the_wheel_finds_its_data(wheel: Path, checkout: Path, environment: Path, tmp_path: Path) -> None:
    install(checkout, environment, wheel)
    package, schemas, columns = run(environment, "-c", ASK, cwd=tmp_path).split()
    assert Path(package).is_relative_to(environment.parents[1])
    assert Path(schemas) == Path(package) / "schemas"
    assert columns == str(len(column_names("observations")))
    assert "run" in run(environment.parent / "extractor", "--help", cwd=tmp_path)
    # From the top of a checkout its own folder wins over the installed package, and brings its own data.
    package, schemas, _ = run(environment, "-c", ASK, cwd=checkout).split()
    assert (Path(package), Path(schemas)) == (checkout / "extractor", checkout / "schemas")


def test_an_editable_install_finds_its_data(checkout: Path, environment: Path, tmp_path: Path) -> None:
    install(checkout, environment, "-e", checkout)
    package, schemas, _ = run(environment, "-c", ASK, cwd=tmp_path).split()
    assert (Path(package), Path(schemas)) == (checkout / "extractor", checkout / "schemas")


def test_a_checkout_runs_without_installation(checkout: Path, environment: Path) -> None:
    package, schemas, _ = run(environment, "-c", ASK, cwd=checkout).split()
    assert (Path(package), Path(schemas)) == (checkout / "extractor", checkout / "schemas")
    assert "run" in run(environment, "-m", "extractor", "--help", cwd=checkout)


def test_the_source_archive_is_as_good_as_a_checkout(unpacked: Path, checkout: Path) -> None:
    there = {path.relative_to(unpacked) for path in unpacked.rglob("*") if path.is_file()}
    wanted = {Path(name) for name in FILES}
    for folder in FOLDERS:
        wanted |= {path.relative_to(checkout) for path in (checkout / folder).rglob("*") if path.is_file()}
    built = ("PKG-INFO", "drucksachen_extractor.egg-info/*")
    assert not {path for path in wanted - there if "egg-info" not in path.name}
    assert not {path for path in there - wanted if not any(path.match(pattern) for pattern in built)}
    done = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/codes", cwd=unpacked)
    assert " passed" in done


def test_the_image_is_built_of_what_the_engine_may_see(checkout: Path, wheel: Path, tmp_path: Path) -> None:
    """What ``.dockerignore`` leaves is enough to build the package, as the Dockerfile does."""
    lines = (checkout / ".dockerignore").read_text(encoding="utf-8").splitlines()
    context = tmp_path / "context"
    context.mkdir()
    for name in (line.removeprefix("!") for line in lines if line.startswith("!")):
        source = checkout / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, context / name)
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", tmp_path, context, cwd=tmp_path)
    with zipfile.ZipFile(tmp_path / wheel.name) as seen, zipfile.ZipFile(wheel) as whole:
        assert sorted(seen.namelist()) == sorted(whole.namelist())


@pytest.mark.skipif(
    os.environ.get("EXTRACTOR_REQUIRE_CORPUS") != "1",
    reason="gets all dependencies from the package index; runs in CI (EXTRACTOR_REQUIRE_CORPUS=1)",
)
def test_the_wheel_works_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "clean", cwd=tmp_path)
    programs = tmp_path / "clean" / "bin"
    # With the settings of this machine, which may name another index.
    command = [str(programs / "python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", str(wheel)]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    shown = run(programs / "extractor", "tables", SAMPLE, "--table", "p002t1", cwd=tmp_path)
    assert shown.splitlines()[:2] == ["Bundesland,Personen", "Baden-Württemberg,231"]
    run(programs / "extractor", "run", SAMPLE, "-o", "dataset", cwd=tmp_path)
    run(programs / "extractor", "check", "dataset", cwd=tmp_path)
