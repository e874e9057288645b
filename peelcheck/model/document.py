"""A document: its text, its hash, its lines."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from peelcheck.model.errors import InputError
from peelcheck.model.text import Lines


class Document:
    """One source document as text. Offsets count characters of `text`; a UTF-8 text file is its own text."""

    def __init__(self, name: str, text: str, sha256: str, path: Path | None = None) -> None:
        self.name, self.text, self.sha256, self.path = name, text, sha256, path
        self.lines = Lines(text)

    @property
    def key(self) -> str:
        """Short name for ids: the file name up to its first underscore if that is short, else its stem."""
        stem = Path(self.name).stem
        head = stem.split("_", 1)[0]
        return re.sub(r"[^A-Za-z0-9]+", "-", head if 0 < len(head) <= 8 else stem).strip("-").lower()[:40] or "document"

    @classmethod
    def of(cls, text: str, name: str = "document.txt") -> Document:
        """A document made from text in memory."""
        return cls(name, text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())

    @classmethod
    def read(cls, path: Path) -> Document:
        """Read a text file: UTF-8 with or without BOM, else Windows-1252. Raises InputError for binary content."""
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", "Check the path and its permissions.", path=path) from None
        if b"\0" in data:
            raise InputError("is not a text document", "Give the document as plain text or markdown.", path=path)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
        return cls(path.name, text, hashlib.sha256(data).hexdigest(), path)
