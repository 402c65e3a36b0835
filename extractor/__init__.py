"""extractor: tables of residence-permit figures out of German parliamentary answers, with evidence for each number."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

# The stage `extractor.read` and the function `extractor.read` share a name. Python binds the name of a package when it
# is first imported, so this is done now and the function below takes the name for good; `from extractor.read import …`
# still finds the stage. This loads neither PDFium nor pandas.
import extractor.read as _stage  # noqa: F401
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from extractor.dataset import Dataset
    from extractor.document import Document

__all__ = ["ExtractorError", "__version__", "open_dataset", "read"]
__version__ = "0.1.0"


def read(
    path: str | os.PathLike[str],
    *,
    reader: str = "native",
    password: str | None = None,
    language: str | None = None,
    ocr: str = "auto",
) -> Document:
    """Reads one PDF through all stages, in this process.

    Args:
        path: the file.
        reader: who reads the tables: ``native``, ``pdfplumber`` or ``camelot``.
        password: of an encrypted file.
        language: of the messages in ``issues``: ``de`` or ``en``; by default that of the environment.
        ocr: whether scanned pages are recognised, if the extra ``ocr`` is installed: ``never``, the first ones of a
            document (``auto``), or ``always``.

    Raises:
        ExtractorError: the file is missing, no PDF, damaged (``exit_code`` 4) or encrypted (8).
    """
    from extractor.document import open_document

    return open_document(path, reader=reader, password=password, language=language, ocr=ocr)


def open_dataset(folder: str | os.PathLike[str]) -> Dataset:
    """Opens the dataset that ``extractor run`` wrote into a folder: its tables as DataFrames.

    Raises:
        ExtractorError: the folder holds no dataset of ours (``exit_code`` 6).
    """
    from extractor.dataset import open_dataset as opened

    return opened(folder)
