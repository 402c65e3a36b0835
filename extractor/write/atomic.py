"""A dataset takes its place in one step: a run that is killed leaves either the old one or the new one.

The new dataset is staged in a folder beside the output, on the same file system. Then

- an output that does not exist, or is empty, is taken by one rename;
- an output that holds a dataset is exchanged with the staged folder by one call of the system. Files that are not of
  the dataset (a workbook, a state) are linked into the staged folder before, so they are there all the time;
- where folders cannot be exchanged (the output is a mount point or somebody's working folder, or the system does not
  know how) the staged files are put into a folder inside the output whose name says that it is complete, and replace
  the old ones one by one. A run that is killed in between is finished by `recover`, which every command calls that
  opens the output.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from extractor.errors import ExitCode, ExtractorError
from extractor.write.exchange import exchange
from extractor.write.package import PACKAGE_FILE, is_ours
from extractor.write.part import not_writable
from extractor.write.rows import TABLES

DATASET_FILES = (*(f"{table}.csv" for table in TABLES), PACKAGE_FILE)
_INCOMPLETE, _COMPLETE = ".extractor-incoming", ".extractor-complete"


def check_output(output: Path, beside: Collection[str] = ()) -> None:
    """Raises `ExtractorError` (5) unless the output is new, empty, or holds a dataset of ours, and can be written.

    ``beside`` names files of ours that may lie there before the first dataset does.
    """
    output = output.resolve()
    if output.exists() and not output.is_dir():
        raise ExtractorError("write.not_a_folder", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(output))
    if output.is_dir() and not (is_ours(output) or is_ours(output / _COMPLETE)):
        names = {entry.name for entry in output.iterdir()}
        if not names.issubset({_INCOMPLETE, *beside}):
            raise ExtractorError("write.other_content", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(output))
    existing = next(folder for folder in (output, *output.parents) if folder.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        raise ExtractorError(
            "write.not_writable", ExitCode.OUTPUT_NOT_WRITABLE, folder=str(existing), reason="permission denied"
        )


@contextmanager
def staging(output: Path) -> Iterator[Path]:
    """A private folder for the work of one run, beside the output where possible; it is gone afterwards."""
    output = output.resolve()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        beside = os.access(output.parent, os.W_OK) and not os.path.ismount(output)
        place = output.parent if beside else Path(tempfile.gettempdir())
        prefix = f".{output.name}.{platform.node()}-"
        _clear_leftovers(place, prefix)
        folder = Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=place))
    except OSError as error:
        raise not_writable(output.parent, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_leftovers(place: Path, prefix: str) -> None:
    """Removes the folders of runs on this machine that were killed."""
    for folder in place.iterdir():
        number = folder.name.removeprefix(prefix).split("-")[0]
        if folder.name.startswith(prefix) and number.isdecimal() and not _is_alive(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    if os.name != "posix":  # elsewhere signal 0 is not a question but an end
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def publish(staged: Path, output: Path) -> None:
    """Puts the dataset in the folder ``staged`` in the place of the one in ``output``.

    ``staged`` holds exactly the files of a dataset; afterwards it is gone or holds the old one. `ExtractorError` (5)
    when the disk refuses; then the old dataset is still there.
    """
    output = output.resolve()
    try:
        _share_mode(staged, output)
        for name in DATASET_FILES:
            _sync(staged / name)
        if not output.exists() or (_same_file_system(staged, output) and not any(output.iterdir())):
            staged.rename(output)
        elif not (_can_exchange(staged, output) and _exchange(staged, output)):
            _replace_one_by_one(staged, output)
        _sync(output)
    except OSError as error:
        raise not_writable(output, error) from error


def recover(output: Path) -> None:
    """Finishes what a killed run had begun to put into the output, and clears away what it had not completed."""
    complete, incomplete = output / _COMPLETE, output / _INCOMPLETE
    try:
        if complete.is_dir():
            _move_in(complete, output)
        if incomplete.is_dir():
            shutil.rmtree(incomplete)
    except OSError as error:
        raise not_writable(output, error) from error


def _can_exchange(staged: Path, output: Path) -> bool:
    # A shell or a program that stands in the output would be left in the old folder.
    return (
        _same_file_system(staged, output)
        and not os.path.ismount(output)
        and not Path.cwd().resolve().is_relative_to(output)
    )


def _same_file_system(staged: Path, output: Path) -> bool:
    return staged.stat().st_dev == output.stat().st_dev


def _exchange(staged: Path, output: Path) -> bool:
    for entry in output.iterdir():
        if entry.name not in DATASET_FILES:
            _link(entry, staged / entry.name)
    if exchange(staged, output):
        return True
    for entry in staged.iterdir():
        if entry.name not in DATASET_FILES:
            _remove(entry)
    return False


def _link(source: Path, target: Path) -> None:
    """The same file or folder under a second name; a copy where the file system knows no links."""
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True, copy_function=_link_file)
    else:
        _link_file(source, target)


def _link_file(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _remove(entry: Path) -> None:
    if entry.is_dir() and not entry.is_symlink():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _replace_one_by_one(staged: Path, output: Path) -> None:
    incoming = output / _INCOMPLETE
    if incoming.exists():
        shutil.rmtree(incoming)
    incoming.mkdir()
    for name in DATASET_FILES:
        shutil.copyfile(staged / name, incoming / name)
        _sync(incoming / name)
    incoming.rename(output / _COMPLETE)
    _sync(output)
    _move_in(output / _COMPLETE, output)


def _move_in(complete: Path, output: Path) -> None:
    for name in DATASET_FILES:
        if (complete / name).exists():
            (complete / name).replace(output / name)
    complete.rmdir()


def _share_mode(staged: Path, output: Path) -> None:
    """Gives the staged folder, which was private, the rights of the output or of a new folder."""
    if output.exists():
        staged.chmod(output.stat().st_mode & 0o7777)
    else:
        mask = os.umask(0)
        os.umask(mask)
        staged.chmod(0o777 & ~mask)


def _sync(path: Path) -> None:
    """Waits until file or folder is on the disk; folders cannot be waited for everywhere."""
    if os.name != "posix" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
