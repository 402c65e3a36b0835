"""The data under ``schemas/`` is found however the program is installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
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
COPIED = ("extractor", "schemas", "setup.cfg", "pyproject.toml", "README.md", "LICENSE")


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
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
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
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-q", "-w", folder, checkout, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


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
