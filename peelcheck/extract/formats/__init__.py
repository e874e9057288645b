"""Documents of every format as text: HTML, PDF and Word files become a light markdown, which the extractor reads.

A made document has the hash of its file's bytes and offsets into the made text. The bytes of a file are read here, within a
limit; each format has a reader of its own. The libraries that these use are imported when first needed.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from pathlib import Path

from peelcheck.extract.formats.html import from_html
from peelcheck.extract.formats.pdf_page import from_pdf
from peelcheck.extract.formats.word import from_docx
from peelcheck.model.document import Document
from peelcheck.model.errors import InputError

_TEXT = frozenset({".txt", ".md", ".markdown"})
SUFFIXES: frozenset[str] = _TEXT | {".html", ".htm", ".pdf", ".docx"}

_MAX_BYTES = 200_000_000
_MAX_HTML = 20_000_000

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_KNOWN_CHARSETS = re.compile(
    r"^(?:utf-?8|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?\d|windows-?125\d|cp125\d|macintosh|x-mac-roman)$"
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_document(path: Path) -> Document:
    """Read a document of any known format, by its suffix.

    Raises InputError, with the remedy, for a file that cannot be read, is broken, locked, empty, too large, or a scan.
    """
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        return Document.read(path)
    if suffix not in SUFFIXES:
        raise InputError("is not a document", f"Give one of: {' '.join(sorted(SUFFIXES))}.", path=path)
    data = _bytes(path)
    if suffix == ".pdf":
        text = from_pdf(data, path)
    elif suffix == ".docx":
        text = from_docx(data, path)
    else:
        text = from_html(_markup(data, path), path)
    return Document(path.name, text, hashlib.sha256(data).hexdigest(), path)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise InputError("is too large", f"Split it: {_MAX_BYTES // 1_000_000} MB is the limit.", path=path)
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", "Check the path and its permissions.", path=path) from None


def _markup(data: bytes, path: Path) -> str:
    """The source of a web page."""
    if len(data) > _MAX_HTML:
        raise InputError("is too large for a web page", f"Split it: {_MAX_HTML // 1_000_000} MB is the limit.", path=path)
    return _decoded(data)


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    named = _META.search(data[:4096])
    name = named[1].decode("ascii").lower() if named else "utf-8"
    if not _KNOWN_CHARSETS.match(name):
        name = "utf-8"
    name = "cp1252" if name in ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii") else name  # as browsers do
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return data.decode("cp1252", errors="replace")
