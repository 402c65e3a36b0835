"""What a PDF is and holds besides its pages, and what is said of it: nothing of this is run, opened or read."""

from __future__ import annotations

import pypdfium2.raw as pdfium

from extractor.model.issue import Issue, Severity
from extractor.model.page import PdfSource
from extractor.read.pdfium import Handle

_XFA = (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND)
# PDFium counts the scripts of the document; those of buttons and pages only stand in the bytes, if they are not packed.
_SCRIPT = b"/JavaScript"
_NOT_ENCRYPTED = -1
# A PDF ends so, with no more than 1,024 bytes behind it (ISO 32000-1, annex H, note 18).
_END, _END_ZONE = b"%%EOF", 1024


class Extras:
    """Looks at a document and, one after the other, at its pages."""

    def __init__(self, document: Handle, source: PdfSource) -> None:
        self._document, self._source = document, source
        self._form = pdfium.FPDF_GetFormType(document)
        self._fields = 0

    def look_at(self, page: Handle) -> None:
        """Counts the fields of a page; only where the document has a form, and nearly none has."""
        if self._form != pdfium.FORMTYPE_NONE:
            for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
                annotation = pdfium.FPDFPage_GetAnnot(page, index)
                self._fields += pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_WIDGET
                pdfium.FPDFPage_CloseAnnot(annotation)

    def issues(self) -> list[Issue]:
        """``read.incomplete``, ``read.restricted``, ``read.javascript``, ``.attachments``, ``.form`` and ``.xfa``."""
        document, source = self._document, self._source
        attachments = pdfium.FPDFDoc_GetAttachmentCount(document)
        found = {
            "read.incomplete": _END not in source.data[-_END_ZONE:],
            "read.restricted": source.password is None
            and pdfium.FPDF_GetSecurityHandlerRevision(document) != _NOT_ENCRYPTED,
            "read.javascript": pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0 or _SCRIPT in source.data,
            "read.attachments": attachments > 0,
            "read.form": self._fields > 0,
            "read.xfa": self._form in _XFA,
        }
        data = {"attachments": attachments, "fields": self._fields}
        return [
            Issue(code, Severity.WARNING if code == "read.incomplete" else Severity.INFO, data=data)
            for code, is_there in found.items()
            if is_there
        ]
